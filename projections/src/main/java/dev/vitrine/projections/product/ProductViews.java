package dev.vitrine.projections.product;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.projections.fold.ImpossibleEvent;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.View;
import java.util.ArrayList;
import java.util.List;

/** The views of a product at the end of a commit. */
final class ProductViews {
  private ProductViews() {}

  /**
   * @param time of the commit's last event
   */
  static Outcome.Folded<ProductState> finish(ProductState state, String time) {
    List<String> live = readable(state.status()) ? lists(state.document()) : List.of();
    List<View> views = new ArrayList<>();
    views.add(product(state, time));
    if (!live.isEmpty()) {
      ListingEntryView.Sort sort = ListingSort.of(state);
      live.forEach(list -> views.add(listed(state, list, sort)));
    }
    for (String list : state.listed()) {
      if (!live.contains(list)) {
        views.add(unlisted(state, list));
      }
    }
    state.claims().forEach((key, pointer) -> views.add(pointer(key, pointer)));
    return new Outcome.Folded<>(state.committed(live), views);
  }

  /** Where a readable product is listed: its categories, and its brand. */
  private static List<String> lists(ProductDocument document) {
    for (String category : document.categories()) {
      if (!Limits.ID.matcher(category).matches()) {
        throw new ImpossibleEvent("no id of a category: " + category);
      }
    }
    List<String> lists = new ArrayList<>(document.categories());
    if (document.brand() != null) {
      lists.add(ViewKey.Listing.ofBrand(document.brand()));
    }
    return lists;
  }

  private static boolean readable(Status status) {
    return switch (status) {
      case PUBLISHED -> true;
      case DRAFT, UNPUBLISHED, RETIRED -> false;
    };
  }

  private static View product(ProductState state, String time) {
    ProductDocument d = state.document();
    long version = state.history().version();
    boolean gone = !readable(state.status());
    Record body =
        gone
            ? new ProductView.Gone(d.id(), state.status(), version, time)
            : new ProductView(
                d.id(),
                d.slug(),
                d.name(),
                d.description(),
                d.brand(),
                d.categories(),
                d.attributes(),
                d.media(),
                d.variants(),
                state.status(),
                version,
                time);
    return new View(new ViewKey.Product(d.id()), ViewVersion.ofSequence(version), gone, body);
  }

  private static View listed(ProductState state, String list, ListingEntryView.Sort sort) {
    return entry(
        false, new ListingEntryView(list, state.document().id(), state.history().version(), sort));
  }

  private static View unlisted(ProductState state, String list) {
    return entry(
        true, new ListingEntryView(list, state.document().id(), state.history().version(), null));
  }

  private static View entry(boolean gone, ListingEntryView body) {
    return new View(
        new ViewKey.Listing(body.category(), body.product()),
        ViewVersion.ofSequence(body.version()),
        gone,
        body);
  }

  private static View pointer(String key, PointerView body) {
    return new View(
        ViewKey.parse(key),
        ViewVersion.ofGeneration(body.generation()),
        body.product() == null,
        body);
  }
}
