package dev.vitrine.query.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Ids of the products of a list ({@code ViewKey.Listing}) in an order. Errors: {@code
 * StoreUnavailable}.
 */
public interface ListingIndex {
  /**
   * A part of an order.
   *
   * @param from where it begins, exclusive; null for the very beginning
   * @param until where it ends, exclusive; null for the very end
   */
  record Slice(
      ListingOrder order, @Nullable String from, @Nullable String until, boolean ascending) {
    Slice behind(String key) {
      return new Slice(order, key, until, ascending);
    }
  }

  /**
   * @param key the range key, which also says where to go on
   */
  record Entry(String product, String key) {}

  /**
   * @param more whether the slice goes on behind the last entry; a store may stop early
   */
  record Entries(List<Entry> entries, boolean more) {}

  Mono<Entries> entries(String list, Slice slice, int limit);
}
