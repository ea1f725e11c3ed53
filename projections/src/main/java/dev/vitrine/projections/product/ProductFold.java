package dev.vitrine.projections.product;

import dev.vitrine.contract.event.Claim;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.ProductEvent.ProductAttributesSet;
import dev.vitrine.contract.event.ProductEvent.ProductBrandSet;
import dev.vitrine.contract.event.ProductEvent.ProductCategoriesSet;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.event.ProductEvent.ProductDescribed;
import dev.vitrine.contract.event.ProductEvent.ProductMediaSet;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.event.ProductEvent.ProductRenamed;
import dev.vitrine.contract.event.ProductEvent.ProductRetired;
import dev.vitrine.contract.event.ProductEvent.ProductSlugSet;
import dev.vitrine.contract.event.ProductEvent.ProductUnpublished;
import dev.vitrine.contract.event.ProductEvent.VariantAdded;
import dev.vitrine.contract.event.ProductEvent.VariantChanged;
import dev.vitrine.contract.event.ProductEvent.VariantPricesSet;
import dev.vitrine.contract.event.ProductEvent.VariantRemoved;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.projections.fold.Folding;
import dev.vitrine.projections.fold.History;
import dev.vitrine.projections.fold.ImpossibleEvent;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.Sequenced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds one product's events. Inside a commit the state goes on, but no view is made. */
public final class ProductFold {
  private ProductFold() {}

  /**
   * @param before null before the first event
   */
  public static Outcome<ProductState> fold(
      @Nullable ProductState before, Sequenced<ProductEvent> in) {
    History history = before == null ? History.NONE : before.history();
    return Folding.inOrder(history, in, () -> next(before, history.then(in), in));
  }

  private static Outcome.Folded<ProductState> next(
      @Nullable ProductState before, History history, Sequenced<ProductEvent> in) {
    ProductEvent event = in.event();
    ProductDocument document = document(before == null ? null : before.document(), event);
    ProductState state =
        new ProductState(
            document,
            status(before == null ? Status.DRAFT : before.status(), event),
            history,
            firstPublishedAt(before == null ? null : before.firstPublishedAt(), in),
            before == null ? List.of() : before.listed(),
            claims(before == null ? Map.of() : before.claims(), document.id(), event));
    return in.commitEnd()
        ? ProductViews.finish(state, in.time())
        : new Outcome.Folded<>(state, List.of());
  }

  private static ProductDocument document(@Nullable ProductDocument before, ProductEvent event) {
    if (before == null) {
      if (event instanceof ProductCreated created) {
        return ProductDocument.of(created);
      }
      throw new ImpossibleEvent("changed before it was created");
    }
    return switch (event) {
      case ProductCreated _ -> throw new ImpossibleEvent("created a second time");
      case ProductRenamed e -> before.withName(e.name());
      case ProductDescribed e -> before.withDescription(e.description());
      case ProductBrandSet e -> before.withBrand(e.brand());
      case ProductSlugSet e -> before.withSlug(e.slug());
      case ProductCategoriesSet e -> before.withCategories(e.categories());
      case ProductAttributesSet e -> before.withAttributes(e.attributes());
      case ProductMediaSet e -> before.withMedia(e.media());
      case VariantAdded e -> before.withVariants(Variants.add(before.variants(), e.variant()));
      case VariantChanged e ->
          before.withVariants(Variants.replace(before.variants(), e.ref(), _ -> e.variant()));
      case VariantRemoved e -> before.withVariants(Variants.remove(before.variants(), e.ref()));
      case VariantPricesSet e ->
          before.withVariants(
              Variants.replace(before.variants(), e.ref(), v -> v.withPrices(e.prices())));
      case ProductPublished _, ProductUnpublished _, ProductRetired _ -> before;
    };
  }

  private static Status status(Status before, ProductEvent event) {
    return switch (event) {
      case ProductPublished _ -> Status.PUBLISHED;
      case ProductUnpublished _ -> Status.UNPUBLISHED;
      case ProductRetired _ -> Status.RETIRED;
      case ProductCreated _,
          ProductRenamed _,
          ProductDescribed _,
          ProductBrandSet _,
          ProductSlugSet _,
          ProductCategoriesSet _,
          ProductAttributesSet _,
          ProductMediaSet _,
          VariantAdded _,
          VariantChanged _,
          VariantRemoved _,
          VariantPricesSet _ ->
          before;
    };
  }

  private static @Nullable String firstPublishedAt(
      @Nullable String before, Sequenced<ProductEvent> in) {
    return before == null && in.event() instanceof ProductPublished ? in.time() : before;
  }

  /** Of a key that moved within the commit, its last generation counts. */
  private static Map<String, PointerView> claims(
      Map<String, PointerView> before, String productId, ProductEvent event) {
    if (event.released().isEmpty() && event.claimed().isEmpty()) {
      return before;
    }
    Map<String, PointerView> after = new LinkedHashMap<>(before);
    event.released().forEach(c -> put(after, c, new PointerView(null, c.generation())));
    event.claimed().forEach(c -> put(after, c, new PointerView(productId, c.generation())));
    return after;
  }

  private static void put(Map<String, PointerView> claims, Claim claim, PointerView pointer) {
    ViewKey key =
        switch (claim.kind()) {
          case SKU -> new ViewKey.Sku(claim.key());
          case SLUG -> new ViewKey.Slug(claim.key());
        };
    claims.merge(key.text(), pointer, (a, b) -> b.generation() > a.generation() ? b : a);
  }
}
