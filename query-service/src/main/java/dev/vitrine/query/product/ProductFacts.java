package dev.vitrine.query.product;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The little that a read has to know of a live product's body. */
public record ProductFacts(
    @Nullable String slug,
    @Nullable String brand,
    List<String> categories,
    List<VariantFacts> variants) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  record VariantFacts(@Nullable String sku) {}

  public static ProductFacts of(StoredView view) {
    return JSON.readValue(view.body(), ProductFacts.class);
  }

  /**
   * @param lists as in {@link ViewKey.Listing}
   */
  public boolean isInAny(Collection<String> lists) {
    return !Collections.disjoint(categories, lists)
        || (brand != null && lists.contains(ViewKey.Listing.ofBrand(brand)));
  }

  boolean hasSku(String sku) {
    return variants.stream().anyMatch(variant -> sku.equals(variant.sku()));
  }

  boolean hasSlug(String wanted) {
    return wanted.equals(slug);
  }
}
