package dev.vitrine.projections.product;

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
    List<String> live = readable(state.status()) ? state.document().categories() : List.of();
    List<View> views = new ArrayList<>();
    views.add(product(state, time));
    if (!live.isEmpty()) {
      ListingEntryView.Sort sort = ListingSort.of(state);
      live.forEach(category -> views.add(listed(state, category, sort)));
    }
    for (String category : state.listed()) {
      if (!live.contains(category)) {
        views.add(unlisted(state, category));
      }
    }
    state.claims().forEach((key, pointer) -> views.add(pointer(key, pointer)));
    return new Outcome.Folded<>(state.committed(live), views);
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

  private static View listed(ProductState state, String category, ListingEntryView.Sort sort) {
    return entry(
        false,
        new ListingEntryView(category, state.document().id(), state.history().version(), sort));
  }

  private static View unlisted(ProductState state, String category) {
    return entry(
        true,
        new ListingEntryView(category, state.document().id(), state.history().version(), null));
  }

  private static View entry(boolean gone, ListingEntryView body) {
    if (body.category().indexOf(':') >= 0) {
      throw new ImpossibleEvent("no id of a category: " + body.category());
    }
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
