package dev.vitrine.contract.event;

import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can happen to a product. Localized texts are maps from locale to text; attribute
 * values are what JSON knows: String, Boolean, Number, List, Map, null. Every "set" carries the
 * whole new value, never a difference.
 */
public sealed interface ProductEvent extends CatalogEvent {
  String productId();

  /** SKUs and slugs that became this product's with this event. */
  default List<Claim> claimed() {
    return List.of();
  }

  /** SKUs and slugs that ceased to be this product's with this event. */
  default List<Claim> released() {
    return List.of();
  }

  /** The product exists, as a draft. */
  record ProductCreated(
      String productId,
      @Nullable String slug,
      Map<String, String> name,
      Map<String, String> description,
      @Nullable String brand,
      List<String> categories,
      Map<String, @Nullable Object> attributes,
      List<Medium> media,
      List<Variant> variants,
      @Override List<Claim> claimed)
      implements ProductEvent {}

  record ProductRenamed(String productId, Map<String, String> name) implements ProductEvent {}

  record ProductDescribed(String productId, Map<String, String> description)
      implements ProductEvent {}

  /**
   * @param brand null when the product has no brand any more
   */
  record ProductBrandSet(String productId, @Nullable String brand) implements ProductEvent {}

  /**
   * @param slug null when the product has no slug any more
   */
  record ProductSlugSet(
      String productId,
      @Nullable String slug,
      @Override List<Claim> claimed,
      @Override List<Claim> released)
      implements ProductEvent {}

  /**
   * @param categories ids of categories, without repeats, in the order sent
   */
  record ProductCategoriesSet(String productId, List<String> categories) implements ProductEvent {}

  record ProductAttributesSet(String productId, Map<String, @Nullable Object> attributes)
      implements ProductEvent {}

  record ProductMediaSet(String productId, List<Medium> media) implements ProductEvent {}

  /** The variant was added at the end. */
  record VariantAdded(String productId, Variant variant, @Override List<Claim> claimed)
      implements ProductEvent {}

  /** The variant known as {@code ref} became {@code variant}, in the same place. */
  record VariantChanged(
      String productId,
      VariantRef ref,
      Variant variant,
      @Override List<Claim> claimed,
      @Override List<Claim> released)
      implements ProductEvent {}

  record VariantRemoved(String productId, VariantRef ref, @Override List<Claim> released)
      implements ProductEvent {}

  record VariantPricesSet(String productId, VariantRef ref, List<Price> prices)
      implements ProductEvent {}

  record ProductPublished(String productId) implements ProductEvent {}

  record ProductUnpublished(String productId) implements ProductEvent {}

  /** The product is gone for good and its SKUs and slug are free again. Its content is kept. */
  record ProductRetired(String productId, @Override List<Claim> released) implements ProductEvent {}
}
