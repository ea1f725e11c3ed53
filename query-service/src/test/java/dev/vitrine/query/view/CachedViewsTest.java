package dev.vitrine.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CachedViewsTest {
  private static final ViewKey KEY = new ViewKey.Product("lamp");

  private final AtomicLong now = new AtomicLong();
  private final List<StoredView> filled = new ArrayList<>();

  /** What the store takes to answer. */
  private Duration slow = Duration.ZERO;

  @Test
  void what_the_cache_has_not_is_put_there() {
    assertThat(read(null, 3, 0)).isEqualTo(3);
    assertThat(filled).extracting(view -> view.version().sequence()).containsExactly(3L);
  }

  /** Floors of a key are let go of so long after both sinks, and no fill may come behind that. */
  @Test
  void an_answer_that_took_long_is_given_and_not_put_into_the_cache() {
    slow = CachedViews.LONGEST_FILL;
    assertThat(read(null, 3, 0)).isEqualTo(3);
    assertThat(filled).hasSize(1);
    slow = slow.plusNanos(1);
    assertThat(read(null, 3, 0)).isEqualTo(3);
    assertThat(filled).hasSize(1);
  }

  @Test
  void what_is_not_enough_is_looked_for_below_and_never_put_into_the_cache() {
    assertThat(read(2, 3, 4)).isEqualTo(3);
    assertThat(read(2, 1, 4)).isEqualTo(2);
    assertThat(read(2, null, 4)).isEqualTo(2);
    assertThat(filled).isEmpty();
    assertThat(read(2, 4, 4)).isEqualTo(4);
    assertThat(filled).hasSize(1);
  }

  @Test
  void a_cache_that_is_away_knows_nothing() {
    var views =
        new CachedViews(
            store(Mono.error(new StoreUnavailable(Source.REDIS, "away", null))),
            store(found(Source.DYNAMODB, 3)),
            (_, view) -> filled.add(view),
            now::get);
    assertThat(views.read(KEY, _ -> true).map(CachedViewsTest::sequence).block()).isEqualTo(3);
  }

  /**
   * @param enough the least sequence
   * @return the sequence that is answered
   */
  private @Nullable Long read(@Nullable Integer cached, @Nullable Integer stored, long enough) {
    var views =
        new CachedViews(
            store(found(Source.REDIS, cached)),
            store(found(Source.DYNAMODB, stored).doOnNext(_ -> now.addAndGet(slow.toNanos()))),
            (_, view) -> filled.add(view),
            now::get);
    return views
        .read(KEY, found -> sequence(found) >= enough)
        .map(CachedViewsTest::sequence)
        .block();
  }

  private static long sequence(FoundView found) {
    return found.view().version().sequence();
  }

  private static Mono<FoundView> found(Source source, @Nullable Integer sequence) {
    return Mono.justOrEmpty(sequence)
        .map(
            number ->
                new FoundView(
                    new StoredView(new ViewVersion(1, number), false, new byte[] {'{', '}'}),
                    source));
  }

  private static ViewStore store(Mono<FoundView> answer) {
    return new ViewStore() {
      @Override
      public Mono<FoundView> read(ViewKey key) {
        return answer;
      }

      @Override
      public Mono<Views> readAll(Set<ViewKey> keys) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
