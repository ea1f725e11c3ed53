package dev.vitrine.query.listing;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.listing.ListingIndex.Entries;
import dev.vitrine.query.listing.ListingIndex.Entry;
import dev.vitrine.query.listing.ListingIndex.Slice;
import dev.vitrine.query.product.ProductFacts;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ViewReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Pages of a category. Ids come from an index, bodies from where the product's page takes its own,
 * so that a list never shows another price than the page. Entries whose product is not readable, or
 * has left the category, are left out, and the page is filled up from behind.
 */
final class Listings {
  /**
   * Looks into the index for one page: the index lags its table, but not by whole pages, and the
   * highest price first has two slices. A page that is still short then says where to go on.
   */
  static final int ROUNDS = 5;

  private final ListingIndex index;
  private final ViewReader views;

  Listings(ListingIndex index, ViewReader views) {
    this.index = index;
    this.views = views;
  }

  /**
   * @param bodies of live products
   * @param next key to go on behind; null at the end
   */
  record Page(List<byte[]> bodies, @Nullable String next) {}

  Mono<Page> page(String category, Slice from, int limit) {
    return fill(category, from, limit, new LinkedHashMap<>(), 1);
  }

  /**
   * @param found bodies by product id, so that a product which moves meanwhile is not there twice
   */
  private Mono<Page> fill(
      String category, Slice slice, int limit, Map<String, byte[]> found, int round) {
    int wanted = limit - found.size();
    // One more than wanted tells whether there is a next page.
    return index
        .entries(category, slice, wanted + 1)
        .flatMap(
            entries -> {
              List<Entry> taken =
                  entries.entries().subList(0, Math.min(wanted, entries.entries().size()));
              Slice rest = rest(slice, entries, taken);
              return addBodies(category, taken, found)
                  .then(
                      Mono.defer(
                          () -> {
                            if (rest == null) {
                              return Mono.just(new Page(List.copyOf(found.values()), null));
                            }
                            boolean certain = rest.ascending() == slice.ascending();
                            if ((found.size() == limit && certain) || round == ROUNDS) {
                              return Mono.just(new Page(List.copyOf(found.values()), rest.from()));
                            }
                            return fill(category, rest, limit, found, round + 1);
                          }));
            });
  }

  /** Null at the end of the listing. */
  private static @Nullable Slice rest(Slice slice, Entries entries, List<Entry> taken) {
    if (entries.entries().size() == taken.size() && !entries.more()) {
      return slice.order().after(slice);
    }
    String last = taken.isEmpty() ? slice.from() : taken.getLast().key();
    return new Slice(slice.order(), last, slice.ascending());
  }

  private Mono<Void> addBodies(String category, List<Entry> taken, Map<String, byte[]> found) {
    Set<ViewKey> keys =
        taken.stream()
            .map(entry -> new ViewKey.Product(entry.product()))
            .collect(Collectors.toSet());
    if (keys.isEmpty()) {
      return Mono.empty();
    }
    return views
        .readAll(keys)
        .doOnNext(
            bodies -> {
              for (Entry entry : taken) {
                FoundView body = bodies.get(new ViewKey.Product(entry.product()));
                if (body != null
                    && !body.view().gone()
                    && ProductFacts.of(body.view()).isIn(category)) {
                  found.putIfAbsent(entry.product(), body.view().body());
                }
              }
            })
        .then();
  }
}
