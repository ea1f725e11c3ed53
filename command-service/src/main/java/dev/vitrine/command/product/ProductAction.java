package dev.vitrine.command.product;

import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to a product that exists. Every "set" carries the whole new value.
 */
public sealed interface ProductAction {
  record Rename(Map<String, String> name) implements ProductAction {}

  record Describe(Map<String, String> description) implements ProductAction {}

  /**
   * @param brand null takes it away
   */
  record SetBrand(@Nullable String brand) implements ProductAction {}

  /**
   * @param slug null takes it away
   */
  record SetSlug(@Nullable String slug) implements ProductAction {}

  /**
   * @param categories ids of categories that exist
   */
  record SetCategories(List<String> categories) implements ProductAction {}

  record SetAttributes(Map<String, @Nullable Object> attributes) implements ProductAction {}

  record SetMedia(List<Medium> media) implements ProductAction {}

  record AddVariant(Variant variant) implements ProductAction {}

  /**
   * @param options null keeps them
   */
  record ChangeVariant(
      VariantRef ref, TextChange sku, @Nullable Map<String, String> options, TextChange barcode)
      implements ProductAction {}

  record RemoveVariant(VariantRef ref) implements ProductAction {}

  record SetPrices(VariantRef ref, List<Price> prices) implements ProductAction {}

  record Publish() implements ProductAction {}

  record Unpublish() implements ProductAction {}

  record Retire() implements ProductAction {}
}
