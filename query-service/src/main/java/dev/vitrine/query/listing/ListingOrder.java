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
  record Price(String currency, boolean descending) implements ListingOrder {}

  /** What an order is called in a request. */
  default String text() {
    return switch (this) {
      case Name _ -> "name";
      case Newest _ -> "newest";
      case Price(String _, boolean descending) -> descending ? "-price" : "price";
    };
  }

  /** Where a listing begins. */
  default Slice first() {
    return switch (this) {
      case Name _ -> new Slice(this, null, true);
      case Newest _ -> new Slice(this, null, false);
      case Price(String _, boolean descending) ->
          descending ? new Slice(this, SortKeys.UNPRICED, false) : new Slice(this, null, true);
    };
  }

  /** Where a listing goes on behind a key. */
  default Slice behind(String key) {
    boolean ascending =
        switch (this) {
          case Name _ -> true;
          case Newest _ -> false;
          case Price(String _, boolean descending) ->
              !descending || key.startsWith(SortKeys.UNPRICED);
        };
    return new Slice(this, key, ascending);
  }

  /**
   * What comes when a slice is at its end; null at the end of the listing. An index holds unpriced
   * entries after all prices, so the highest price first is two slices: the prices downwards, then
   * the unpriced ones.
   */
  default @Nullable Slice after(Slice slice) {
    return switch (this) {
      case Name _, Newest _ -> null;
      case Price(String _, boolean descending) ->
          descending && !slice.ascending() ? new Slice(this, SortKeys.UNPRICED, true) : null;
    };
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
