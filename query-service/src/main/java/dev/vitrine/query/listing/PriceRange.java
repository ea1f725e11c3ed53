package dev.vitrine.query.listing;

import dev.vitrine.contract.view.SortKeys;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Prices that a listing is bounded to, both inclusive. Unpriced products are in no range but {@link
 * #ALL}.
 */
record PriceRange(@Nullable BigDecimal min, @Nullable BigDecimal max) {
  static final PriceRange ALL = new PriceRange(null, null);

  /** Follows the {@code .} behind the price, so that it comes after every id. */
  private static final String AFTER_IDS = "/";

  boolean isAll() {
    return min == null && max == null;
  }

  /** Comes before every key of the range and is none itself; null where nothing does. */
  @Nullable String before() {
    return min == null ? null : SortKeys.pricePrefix(min);
  }

  /** Comes after every key of the range and is none itself; null where nothing does. */
  @Nullable String behind() {
    if (max != null) {
      return SortKeys.pricePrefix(max) + AFTER_IDS;
    }
    return isAll() ? null : SortKeys.UNPRICED;
  }
}
