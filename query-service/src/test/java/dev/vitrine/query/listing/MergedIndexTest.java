package dev.vitrine.query.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.listing.ListingIndex.Entries;
import dev.vitrine.query.listing.ListingIndex.Entry;
import dev.vitrine.query.listing.ListingIndex.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

final class MergedIndexTest {
  private final Map<String, NavigableSet<String>> keys = new HashMap<>();
  private int reads;

  /** As DynamoDB answers: in order, no more than asked for. */
  private Mono<Entries> one(String category, Slice slice, int limit) {
    NavigableSet<String> all = keys.getOrDefault(category, new TreeSet<>());
    NavigableSet<String> ordered = slice.ascending() ? all : all.descendingSet();
    NavigableSet<String> rest =
        slice.from() == null ? ordered : ordered.tailSet(slice.from(), false);
    List<Entry> found = rest.stream().limit(limit).map(key -> new Entry("p" + key, key)).toList();
    reads += found.size();
    return Mono.just(new Entries(found, rest.size() > found.size()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void many_are_one_in_order_and_little_is_read_in_vain(int seed) {
    Random random = new Random(seed);
    List<String> categories = new ArrayList<>();
    NavigableSet<String> together = new TreeSet<>();
    for (int i = 0; i < 2 + random.nextInt(30); i++) {
      categories.add("c" + i);
      int size = random.nextInt(4) == 0 ? 200 : random.nextInt(5);
      for (int j = 0; j < size; j++) {
        String key = Integer.toString(10_000 + random.nextInt(2_000));
        keys.computeIfAbsent("c" + i, _ -> new TreeSet<>()).add(key);
        together.add(key);
      }
    }
    boolean ascending = random.nextBoolean();
    Slice slice = new Slice(new ListingOrder.Name(), null, null, ascending);
    List<String> seen = new ArrayList<>();
    Entries page;
    do {
      reads = 0;
      int limit = 1 + random.nextInt(40);
      page =
          new MergedIndex(this::one)
              .entries(categories, slice, limit)
              .blockOptional()
              .orElseThrow();
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      // A key of several categories is read in each of them.
      int copies =
          page.entries().stream()
              .mapToInt(
                  entry ->
                      (int) keys.values().stream().filter(all -> all.contains(entry.key())).count())
              .sum();
      assertThat(reads).isLessThanOrEqualTo(copies + MergedIndex.AHEAD * categories.size());
      page.entries().forEach(entry -> seen.add(entry.key()));
      if (!page.entries().isEmpty()) {
        slice = slice.behind(seen.getLast());
      }
    } while (page.more());
    var byName = new ListingOrder.Name();
    MergedIndex index = new MergedIndex(this::one);
    assertThat(index.count(categories, byName, 5_000).block())
        .isEqualTo(new Listings.Total(together.size(), true));
    assertThat(index.count(categories, byName, 3).block())
        .isEqualTo(new Listings.Total(Math.min(3, together.size()), together.size() <= 3));
    Comparator<String> order = Comparator.naturalOrder();
    assertThat(seen)
        .containsExactlyElementsOf(
            together.stream().sorted(ascending ? order : order.reversed()).toList());
  }

  /** Else a count of ten thousand products in a hundred categories would read a million entries. */
  @Test
  void what_lies_in_many_categories_is_not_read_from_each_of_them() {
    List<String> categories = IntStream.range(0, 100).mapToObj(i -> "c" + i).toList();
    NavigableSet<String> all = new TreeSet<>();
    IntStream.range(10_000, 11_000).forEach(i -> all.add(Integer.toString(i)));
    categories.forEach(category -> keys.put(category, all));
    Listings.Total total =
        new MergedIndex(this::one)
            .count(categories, new ListingOrder.Name(), 2_000)
            .blockOptional()
            .orElseThrow();
    assertThat(total).isEqualTo(new Listings.Total(1_000, false));
    assertThat(reads).isLessThan(30_000);
  }
}
