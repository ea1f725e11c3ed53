package dev.vitrine.query.listing;

import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.query.listing.ListingIndex.Slice;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The orders of a listing. */
public sealed interface ListingOrder {
  record Name() implements ListingOrder {}

  record Newest() implements ListingOrder {}

  /** Unpriced products come last either way. */
  record Price(String currency, boolean descending, PriceRange range) implements ListingOrder {
    private Slice prices(@Nullable String from) {
      return descending
          ? new Slice(this, from, range.before(), false)
          : new Slice(this, from, range.behind(), true);
    }

    @Override
    public Slice first() {
      if (!descending) {
        return prices(range.before());
      }
      return prices(range.isAll() ? SortKeys.UNPRICED : range.behind());
    }

    @Override
    public Slice behind(String key) {
      return key.startsWith(SortKeys.UNPRICED) ? new Slice(this, key, null, true) : prices(key);
    }
  }

  /** What an order is called in a request. */
  default String text() {
    return switch (this) {
      case Name _ -> "name";
      case Newest _ -> "newest";
      case Price(String _, boolean descending, PriceRange _) -> descending ? "-price" : "price";
    };
  }

  /** Where a listing begins. */
  default Slice first() {
    return new Slice(this, null, null, this instanceof Name);
  }

  /** Where a listing goes on behind a key. */
  default Slice behind(String key) {
    return new Slice(this, key, null, this instanceof Name);
  }

  /**
   * What comes when a slice is at its end; null at the end of the listing. An index holds unpriced
   * entries after all prices, so the highest price first is two slices: the prices downwards, then
   * the unpriced ones.
   */
  default @Nullable Slice after(Slice slice) {
    return this instanceof Price(String _, boolean descending, PriceRange range)
            && descending
            && range.isAll()
            && !slice.ascending()
        ? new Slice(this, SortKeys.UNPRICED, null, true)
        : null;
  }

  /** The shape of this order's keys, see {@link SortKeys}. */
  default Pattern keys() {
    return switch (this) {
      case Name _ -> CursorShapes.NAME;
      case Newest _ -> CursorShapes.NEWEST;
      case Price _ -> CursorShapes.PRICE;
    };
  }
}
