package dev.vitrine.query.product;

import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.http.ProblemType;

/** What is told of a product that cannot be shown. */
final class Missing {
  private Missing() {}

  /** Draft, unpublished or retired: the body in the store says which, and is not for shoppers. */
  static ProblemException notPublished(ProductRead.Gone gone) {
    Problem problem =
        Problem.of(
                ProblemType.PRODUCT_NOT_PUBLISHED, "Product '" + gone.id() + "' is not published.")
            .with(Answers.VERSION, Long.toString(gone.found().view().version().sequence()))
            .with(Answers.SOURCE, gone.found().source().text());
    for (var header : Answers.staleness(gone.found().staleSeconds()).entrySet()) {
      problem = problem.with(header.getKey(), header.getValue());
    }
    return problem.exception();
  }

  static ProblemException unknownProduct(String id) {
    return unknown(ProblemType.UNKNOWN_PRODUCT, "product", id);
  }

  static ProblemException unknownSku(String sku) {
    return unknown(ProblemType.UNKNOWN_SKU, "sku", sku);
  }

  static ProblemException unknownSlug(String slug) {
    return unknown(ProblemType.UNKNOWN_SLUG, "slug", slug);
  }

  private static ProblemException unknown(ProblemType type, String kind, String key) {
    return Problem.of(type, "There is no " + kind + " '" + key + "'.").exception();
  }
}
