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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several categories as one listing: their entries in order, each product once. Reads at most
 * {@link #AHEAD} entries of each category more than it returns.
 */
final class MergedIndex {
  static final int AHEAD = 8;
  private static final int QUERIES = 16;

  private final ListingIndex index;

  MergedIndex(ListingIndex index) {
    this.index = index;
  }

  /** One category, and what was read of it and not yet taken. */
  private static final class Part {
    private final String category;
    private final Deque<Entry> read = new ArrayDeque<>();
    private Slice rest;
    private boolean more = true;

    Part(String category, Slice slice) {
      this.category = category;
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

  Mono<Entries> entries(List<String> categories, Slice slice, int limit) {
    if (categories.size() == 1) {
      return index.entries(categories.getFirst(), slice, limit);
    }
    return Mono.defer(
        () -> {
          List<Part> parts =
              categories.stream().map(category -> new Part(category, slice)).toList();
          return merge(parts, slice.ascending(), limit, new ArrayList<>());
        });
  }

  private Mono<Entries> merge(List<Part> parts, boolean ascending, int limit, List<Entry> merged) {
    List<Part> unknown = parts.stream().filter(Part::isUnknown).toList();
    if (!unknown.isEmpty()) {
      return Flux.fromIterable(unknown)
          .flatMap(
              part ->
                  index
                      .entries(part.category, part.rest, Math.min(AHEAD, limit))
                      .doOnNext(part::add),
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
