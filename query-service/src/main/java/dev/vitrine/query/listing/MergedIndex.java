package dev.vitrine.query.listing;

import dev.vitrine.query.listing.ListingIndex.Entries;
import dev.vitrine.query.listing.ListingIndex.Entry;
import dev.vitrine.query.listing.ListingIndex.Slice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several lists as one: their entries in order, each product once. Reads at most {@link #AHEAD}
 * entries of each list more than it returns.
 */
final class MergedIndex {
  static final int AHEAD = 8;
  private static final int QUERIES = 16;
  private static final int COUNTED_AT_ONCE = 1_000;

  /** In so many lists a product lies on average, or a count of them is not exact. */
  private static final int COPIES = 3;

  private final ListingIndex index;

  MergedIndex(ListingIndex index) {
    this.index = index;
  }

  /** One list, and what was read of it and not yet taken. */
  private static final class Part {
    private final String list;
    private final Deque<Entry> read = new ArrayDeque<>();
    private Slice rest;
    private boolean more = true;

    Part(String list, Slice slice) {
      this.list = list;
      this.rest = slice;
    }

    boolean isUnknown() {
      return read.isEmpty() && more;
    }

    void add(Entries entries) {
      read.addAll(entries.entries());
      more = entries.more();
      if (!read.isEmpty()) {
        rest = rest.behind(read.getLast().key());
      }
    }
  }

  Mono<Entries> entries(List<String> lists, Slice slice, int limit) {
    if (lists.size() == 1) {
      return index.entries(lists.getFirst(), slice, limit);
    }
    return Mono.defer(
        () -> {
          List<Part> parts = lists.stream().map(list -> new Part(list, slice)).toList();
          return merge(parts, slice.ascending(), limit, new ArrayList<>());
        });
  }

  /**
   * How many products there are from the beginning to the end of an order, at most so many. What
   * lies in many lists is read from each, so what is read has a bound of its own.
   */
  Mono<Listings.Total> count(List<String> lists, ListingOrder order, long upTo) {
    Slice first = order.first();
    Slice second = order.after(first);
    long most = (upTo + 1) * COPIES;
    return Mono.defer(
        () -> {
          AtomicLong read = new AtomicLong();
          return Flux.fromIterable(lists)
              .flatMap(
                  list ->
                      second == null
                          ? products(list, first)
                          : products(list, first).concatWith(products(list, second)),
                  QUERIES)
              .take(most)
              .doOnNext(_ -> read.incrementAndGet())
              .distinct()
              .take(upTo + 1)
              .count()
              .map(
                  found ->
                      new Listings.Total(
                          Math.min(found, upTo), found <= upTo && read.get() < most));
        });
  }

  /** All of a slice, read while more are asked for. */
  private Flux<String> products(String list, Slice slice) {
    return index
        .entries(list, slice, COUNTED_AT_ONCE)
        .flatMapMany(
            found -> {
              List<Entry> entries = found.entries();
              Flux<String> products = Flux.fromIterable(entries).map(Entry::product);
              return found.more() && !entries.isEmpty()
                  ? products.concatWith(
                      Flux.defer(() -> products(list, slice.behind(entries.getLast().key()))))
                  : products;
            });
  }

  private Mono<Entries> merge(List<Part> parts, boolean ascending, int limit, List<Entry> merged) {
    List<Part> unknown = parts.stream().filter(Part::isUnknown).toList();
    if (!unknown.isEmpty()) {
      return Flux.fromIterable(unknown)
          .flatMap(
              part ->
                  index.entries(part.list, part.rest, Math.min(AHEAD, limit)).doOnNext(part::add),
              QUERIES)
          .then(Mono.defer(() -> merge(parts, ascending, limit, merged)));
    }
    Comparator<Part> byKey = Comparator.comparing(part -> part.read.getFirst().key());
    Comparator<Part> order = ascending ? byKey : byKey.reversed();
    while (merged.size() < limit) {
      Optional<Part> first = parts.stream().filter(part -> !part.read.isEmpty()).min(order);
      if (first.isEmpty()) {
        return Mono.just(new Entries(merged, false));
      }
      Entry next = first.get().read.removeFirst();
      if (merged.isEmpty() || !merged.getLast().key().equals(next.key())) {
        merged.add(next);
      }
      if (first.get().isUnknown() && merged.size() < limit) {
        return merge(parts, ascending, limit, merged);
      }
    }
    return Mono.just(
        new Entries(merged, parts.stream().anyMatch(part -> part.more || !part.read.isEmpty())));
  }
}
