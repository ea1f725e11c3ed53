package dev.vitrine.command.product;

import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.document.Json;
import dev.vitrine.command.product.ProductAction.AddVariant;
import dev.vitrine.command.product.ProductAction.ChangeVariant;
import dev.vitrine.command.product.ProductAction.Describe;
import dev.vitrine.command.product.ProductAction.Publish;
import dev.vitrine.command.product.ProductAction.RemoveVariant;
import dev.vitrine.command.product.ProductAction.Rename;
import dev.vitrine.command.product.ProductAction.Retire;
import dev.vitrine.command.product.ProductAction.SetAttributes;
import dev.vitrine.command.product.ProductAction.SetBrand;
import dev.vitrine.command.product.ProductAction.SetCategories;
import dev.vitrine.command.product.ProductAction.SetMedia;
import dev.vitrine.command.product.ProductAction.SetPrices;
import dev.vitrine.command.product.ProductAction.SetSlug;
import dev.vitrine.command.product.ProductAction.Unpublish;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.Limits;
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
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.contract.view.ProductView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens when somebody wants something of a product. Pure: the same state and wish give the
 * same events, or the same {@link Rejected}. Claims in the events have no generation yet, see
 * {@link dev.vitrine.command.claims.ClaimPlan}.
 */
public final class ProductDecider {
  /** Longer than any that is written, so that a product cannot grow too large by its head alone. */
  private static final String LONGEST_TIME = "2026-11-22T00:35:31.123456789Z";

  private ProductDecider() {}

  /**
   * The events of a new product.
   *
   * @param draft its categories must be ids of categories that exist
   * @param publish whether it is published at once, in the same commit
   */
  public static List<ProductEvent> create(String id, ProductDraft draft, boolean publish) {
    ProductState state =
        new ProductState(
            id,
            draft.slug(),
            draft.name(),
            draft.description(),
            draft.brand(),
            draft.categories(),
            draft.attributes(),
            draft.media(),
            draft.variants(),
            Status.DRAFT);
    requireNotTooLarge(state);
    ProductCreated created =
        new ProductCreated(
            id,
            draft.slug(),
            draft.name(),
            draft.description(),
            draft.brand(),
            draft.categories(),
            draft.attributes(),
            draft.media(),
            draft.variants(),
            state.unstampedClaims());
    return publish ? List.of(created, new ProductPublished(id)) : List.of(created);
  }

  /** The events of all actions, one after the other; none when nothing changes. */
  public static List<ProductEvent> change(ProductState before, List<ProductAction> actions) {
    List<ProductEvent> events = new ArrayList<>();
    ProductState state = before;
    for (int i = 0; i < actions.size(); i++) {
      try {
        ProductEvent event = decide(state, actions.get(i));
        if (event != null) {
          events.add(event);
          state = ProductState.evolve(state, event);
        }
      } catch (Rejected rejected) {
        throw rejected.at("/actions/" + i);
      }
    }
    if (!events.isEmpty()) {
      requireNotTooLarge(state);
    }
    return List.copyOf(events);
  }

  /** Null when the action changes nothing. */
  private static @Nullable ProductEvent decide(ProductState s, ProductAction action) {
    if (s.retired()) {
      throw new Rejected(new Rejection.Retired(s.id()));
    }
    return switch (action) {
      case Rename a -> s.name().equals(a.name()) ? null : new ProductRenamed(s.id(), a.name());
      case Describe a ->
          s.description().equals(a.description())
              ? null
              : new ProductDescribed(s.id(), a.description());
      case SetBrand a ->
          Objects.equals(s.brand(), a.brand()) ? null : new ProductBrandSet(s.id(), a.brand());
      case SetSlug a ->
          Objects.equals(s.slug(), a.slug())
              ? null
              : new ProductSlugSet(s.id(), a.slug(), slugs(a.slug()), slugs(s.slug()));
      case SetCategories a ->
          s.categories().equals(a.categories())
              ? null
              : new ProductCategoriesSet(s.id(), a.categories());
      case SetAttributes a ->
          s.attributes().equals(a.attributes())
              ? null
              : new ProductAttributesSet(s.id(), a.attributes());
      case SetMedia a ->
          s.media().equals(a.media()) ? null : new ProductMediaSet(s.id(), a.media());
      case AddVariant a -> add(s, a.variant());
      case ChangeVariant a -> change(s, a);
      case RemoveVariant a -> new VariantRemoved(s.id(), a.ref(), skus(variant(s, a.ref()).sku()));
      case SetPrices a ->
          variant(s, a.ref()).prices().equals(a.prices())
              ? null
              : new VariantPricesSet(s.id(), a.ref(), a.prices());
      case Publish _ -> s.status() == Status.PUBLISHED ? null : new ProductPublished(s.id());
      case Unpublish _ -> s.status() == Status.PUBLISHED ? new ProductUnpublished(s.id()) : null;
      case Retire _ -> new ProductRetired(s.id(), s.unstampedClaims());
    };
  }

  private static ProductEvent add(ProductState s, Variant variant) {
    if (s.variants().size() >= ProductLimits.VARIANTS) {
      throw new Rejected(new Rejection.TooManyVariants(ProductLimits.VARIANTS));
    }
    requireNew(s, variant.ref());
    return new VariantAdded(s.id(), variant, skus(variant.sku()));
  }

  private static @Nullable ProductEvent change(ProductState s, ChangeVariant a) {
    Variant old = variant(s, a.ref());
    Variant changed =
        new Variant(
            a.sku().applyTo(old.sku()),
            a.options() == null ? old.options() : a.options(),
            a.barcode().applyTo(old.barcode()),
            old.prices());
    if (changed.equals(old)) {
      return null;
    }
    if (!changed.ref().equals(old.ref())) {
      requireNew(s, changed.ref());
    }
    boolean sameSku = Objects.equals(old.sku(), changed.sku());
    return new VariantChanged(
        s.id(),
        a.ref(),
        changed,
        sameSku ? List.of() : skus(changed.sku()),
        sameSku ? List.of() : skus(old.sku()));
  }

  private static Variant variant(ProductState s, VariantRef ref) {
    Variant found = s.findVariant(ref);
    if (found == null) {
      throw new Rejected(new Rejection.UnknownVariant(ref));
    }
    return found;
  }

  private static void requireNew(ProductState s, VariantRef ref) {
    if (s.findVariant(ref) != null) {
      throw new Rejected(new Rejection.DuplicateVariant(ref));
    }
  }

  private static List<Claim> skus(@Nullable String sku) {
    return Stream.ofNullable(sku).map(ClaimKey::sku).map(ClaimKey::unstamped).toList();
  }

  private static List<Claim> slugs(@Nullable String slug) {
    return Stream.ofNullable(slug).map(ClaimKey::slug).map(ClaimKey::unstamped).toList();
  }

  private static void requireNotTooLarge(ProductState state) {
    ProductView view = state.view(Long.MAX_VALUE, LONGEST_TIME);
    int bytes = Json.WIRE.writeValueAsBytes(view).length;
    if (bytes > Limits.PRODUCT_BYTES) {
      throw new Rejected(new Rejection.ProductTooLarge(bytes));
    }
  }
}
