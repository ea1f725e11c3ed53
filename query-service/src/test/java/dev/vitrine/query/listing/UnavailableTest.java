package dev.vitrine.query.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.Samples;
import dev.vitrine.query.listing.ListingIndex.Entries;
import dev.vitrine.query.listing.ListingIndex.Entry;
import dev.vitrine.query.listing.ListingIndex.Slice;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ReadsAll;
import dev.vitrine.query.view.ReadyView;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.ViewStore.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What a listing tells of products that its index has and no store has now. */
class UnavailableTest {
  private static final String LIST = "lamps";
  private static final List<String> ALL = List.of("a", "b", "c", "d", "e", "f", "g");

  private final JsonMapper json = JsonMapper.builder().build();
  private final Set<String> away = new HashSet<>();
  private final Set<String> notThere = new HashSet<>();

  private final ListingIndex index =
      (list, slice, limit) -> {
        String from = slice.from();
        List<Entry> behind =
            ALL.stream()
                .filter(id -> from == null || id.compareTo(from) > 0)
                .map(id -> new Entry(id, id))
                .toList();
        return Mono.just(
            new Entries(behind.subList(0, Math.min(limit, behind.size())), behind.size() > limit));
      };

  private final ReadsAll views =
      keys -> {
        Map<ViewKey, FoundView> found = new HashMap<>();
        Set<ViewKey> unavailable = new HashSet<>();
        keys.forEach(
            key -> {
              String id = key.text().substring("product:".length());
              if (away.contains(id)) {
                unavailable.add(key);
              } else if (!notThere.contains(id)) {
                found.put(key, view(id));
              }
            });
        return found.isEmpty() && !unavailable.isEmpty()
            ? Mono.error(new StoreUnavailable(Source.DYNAMODB, "throttled", null))
            : Mono.just(new Views(found, Set.of(), unavailable));
      };

  private FoundView view(String id) {
    byte[] body = json.writeValueAsBytes(Samples.product(id, 1, id, "SKU-" + id, null, LIST));
    return FoundView.near(new ReadyView(new StoredView(ViewVersion.ofSequence(1), false, body)), 0);
  }

  private Listings.Page page(@Nullable String behind, int limit) {
    Slice first = new ListingOrder.Name().first();
    return new Listings(new MergedIndex(index), views)
        .page(List.of(LIST), behind == null ? first : first.behind(behind), limit)
        .blockOptional()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 20})
  void each_product_is_told_once_whether_it_can_be_had_or_not(int limit) {
    away.addAll(List.of("b", "e", "g"));
    notThere.add("c");
    List<String> items = new ArrayList<>();
    List<String> unavailable = new ArrayList<>();
    String behind = null;
    do {
      Listings.Page page = page(behind, limit);
      assertThat(page.products().size() + page.unavailable().size()).isBetween(1, limit);
      items.addAll(page.products().sequencedKeySet());
      unavailable.addAll(page.unavailable());
      behind = page.next();
    } while (behind != null);
    assertThat(items).containsExactly("a", "d", "f");
    assertThat(unavailable).containsExactly("b", "e", "g");
  }

  @Test
  void what_a_page_has_is_not_lost_when_the_rest_of_it_cannot_be_had() {
    notThere.add("a");
    away.add("g");
    Listings.Page page = page(null, 6);
    assertThat(page.products().sequencedKeySet()).containsExactly("b", "c", "d", "e", "f");
    assertThat(page.unavailable()).containsExactly("g");
    assertThat(page.next()).isNull();
  }

  @Test
  void a_page_of_which_nothing_can_be_had_is_an_error() {
    away.addAll(ALL);
    assertThatThrownBy(() -> page(null, 3)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void where_all_can_be_had_nothing_is_unavailable() {
    assertThat(page(null, 20).unavailable()).isEmpty();
  }
}
