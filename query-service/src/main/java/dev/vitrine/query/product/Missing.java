package dev.vitrine.query.product;

import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemException;

/** What is told of a product that cannot be shown. */
final class Missing {
  private Missing() {}

  /** Draft, unpublished or retired: the body in the store says which, and is not for shoppers. */
  static ProblemException notPublished(ProductRead.Gone gone) {
    return Problem.notFound(
            "product-not-published", "Product '" + gone.id() + "' is not published.")
        .with(Answers.VERSION, Long.toString(gone.found().view().version().sequence()))
        .with(Answers.SOURCE, gone.found().source().text())
        .exception();
  }

  /**
   * @param kind {@code product}, {@code sku} or {@code slug}
   */
  static ProblemException unknown(String kind, String key) {
    return Problem.notFound("unknown-" + kind, "There is no " + kind + " '" + key + "'.")
        .exception();
  }
}
