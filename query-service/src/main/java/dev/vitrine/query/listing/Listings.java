package dev.vitrine.query.listing;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.http.Combined;
import dev.vitrine.query.listing.ListingIndex.Entry;
import dev.vitrine.query.listing.ListingIndex.Slice;
import dev.vitrine.query.product.ProductFacts;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ViewReader;
import dev.vitrine.query.view.ViewStore.Views;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Pages of a list, or of several as one. Ids come from an index, bodies from where the product's
 * page takes its own, so that a list never shows another price than the page. Entries whose product
 * is not there, or has left the lists, are left out, and the page is filled up from behind. One
 * whose product cannot be had now keeps its place, and is told of.
 */
final class Listings {
  /**
   * Looks into the index for one page: the index lags its table, but not by whole pages, and the
   * highest price first has two slices. A page that is still short then says where to go on.
   */
  static final int ROUNDS = 5;

  /** Counting reads what it counts. */
  static final long MAX_TOTAL = 10_000;

  private final MergedIndex index;
  private final ViewReader views;

  Listings(MergedIndex index, ViewReader views) {
    this.index = index;
    this.views = views;
  }

  /**
   * @param products live ones, by id
   * @param unavailable ids of what could not be had now; they may have left the lists meanwhile
   * @param next key to go on behind; null at the end
   */
  record Page(
      SequencedMap<String, FoundView> products,
      SequencedSet<String> unavailable,
      @Nullable String next) {
    boolean isEmpty() {
      return products.isEmpty() && unavailable.isEmpty();
    }
  }

  Mono<Page> page(List<String> lists, Slice from, int limit) {
    return Mono.defer(() -> fill(lists, from, new Filling(limit), 1));
  }

  /**
   * @param exact false when there may be more than were counted
   */
  record Total(long value, boolean exact) {}

  /** Of the index, which may hold a product for a moment that no page shows any more. */
  Mono<Total> total(List<String> lists, ListingOrder order) {
    return index.count(lists, order, MAX_TOTAL);
  }

  /** A page while it fills: by product id, so that one which moves meanwhile is not there twice. */
  private static final class Filling {
    private final SequencedMap<String, FoundView> products = new LinkedHashMap<>();
    private final SequencedSet<String> unavailable = new LinkedHashSet<>();
    private final int limit;
    private long bytes;

    Filling(int limit) {
      this.limit = limit;
    }

    boolean isFull() {
      return products.size() + unavailable.size() >= limit || bytes >= Combined.ENOUGH_BYTES;
    }

    void add(String product, FoundView found) {
      if (products.putIfAbsent(product, found) == null) {
        bytes += found.view().body().length;
        unavailable.remove(product);
      }
    }

    void addUnavailable(String product) {
      if (!products.containsKey(product)) {
        unavailable.add(product);
      }
    }

    Page upTo(@Nullable String next) {
      return new Page(products, unavailable, next);
    }
  }

  private Mono<Page> fill(List<String> lists, Slice slice, Filling page, int round) {
    // A page that had to leave entries out reads a whole page again: what is missing alone would
    // take too many rounds where much was left out. One entry more tells whether there is a next
    // page; a page that is full only looks whether the next slice has any.
    int wanted = page.isFull() ? 0 : page.limit;
    return index
        .entries(lists, slice, wanted + 1)
        .flatMap(
            entries -> {
              List<Entry> all = entries.entries();
              List<Entry> taken = all.subList(0, Math.min(wanted, all.size()));
              return bodies(taken, page)
                  .flatMap(
                      bodies -> {
                        int used = add(lists, taken, bodies, page);
                        boolean more = used < all.size() || entries.more();
                        Slice rest = more ? behind(slice, all, used) : slice.order().after(slice);
                        if (rest == null) {
                          return Mono.just(page.upTo(null));
                        }
                        if ((page.isFull() && more) || round == ROUNDS) {
                          return Mono.just(page.upTo(rest.from()));
                        }
                        return fill(lists, rest, page, round + 1);
                      });
            });
  }

  private static Slice behind(Slice slice, List<Entry> entries, int used) {
    return used == 0 ? slice : slice.behind(entries.get(used - 1).key());
  }

  /** Where nothing at all can be had that is an error, unless the page has something already. */
  private Mono<Views> bodies(List<Entry> taken, Filling page) {
    Set<ViewKey> keys =
        taken.stream()
            .map(entry -> new ViewKey.Product(entry.product()))
            .collect(Collectors.toSet());
    if (keys.isEmpty()) {
      return Mono.just(Views.NONE);
    }
    return views
        .readAll(keys)
        .onErrorResume(
            failure -> !page.products.isEmpty() && Views.isUnavailable(failure),
            _ -> Mono.just(new Views(Map.of(), Set.of(), keys)));
  }

  /**
   * @return how many entries were looked at until the page was full
   */
  private static int add(List<String> lists, List<Entry> taken, Views bodies, Filling page) {
    int used = 0;
    for (Entry entry : taken) {
      if (page.isFull()) {
        break;
      }
      used++;
      ViewKey key = new ViewKey.Product(entry.product());
      FoundView body = bodies.found().get(key);
      if (bodies.unavailable().contains(key)) {
        page.addUnavailable(entry.product());
      } else if (body != null
          && !body.view().gone()
          && ProductFacts.of(body.view()).isInAny(lists)) {
        page.add(entry.product(), body);
      }
    }
    return used;
  }
}
