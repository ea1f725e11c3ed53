package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.core.publisher.Sinks.EmitFailureHandler.FAIL_FAST;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.ViewStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class NearViewsTest {
  private static final ViewKey KEY = new ViewKey.Product("lamp");
  private static final NearSettings SETTINGS =
      new NearSettings(
          null,
          Map.of(),
          DataSize.ofMegabytes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          1_000,
          Duration.ofSeconds(60),
          List.of());

  private final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());

  /** Answers when it is told to. */
  private static final class Store implements ViewStore {
    final AtomicInteger reads = new AtomicInteger();
    private final Sinks.One<FoundView> answer = Sinks.one();

    @Override
    public Mono<FoundView> read(ViewKey key) {
      reads.incrementAndGet();
      return answer.asMono();
    }

    @Override
    public Mono<Views> readAll(Set<ViewKey> keys) {
      throw new UnsupportedOperationException();
    }

    void answer(long sequence) {
      var view = new StoredView(ViewVersion.ofSequence(sequence), false, new byte[] {'{', '}'});
      answer.emitValue(new FoundView(view, Source.DYNAMODB), FAIL_FAST);
    }
  }

  private NearViews over(Store store) {
    var floors = new Floors(SETTINGS.floors(), new Random(1));
    return new NearViews(
        new NearCache(SETTINGS.bytes().toBytes(), floors),
        floors,
        new CachedViews(
            new ViewStore() {
              @Override
              public Mono<FoundView> read(ViewKey key) {
                return Mono.empty();
              }

              @Override
              public Mono<Views> readAll(Set<ViewKey> keys) {
                throw new UnsupportedOperationException();
              }
            },
            store,
            (key, view) -> {},
            now::get),
        Freshness.NONE,
        SETTINGS,
        new ReadMetrics(new SimpleMeterRegistry()),
        Duration.ofMillis(1),
        now::get);
  }

  /** Whoever asks for what is not there must not be able to wear out one item of DynamoDB. */
  @Test
  void a_version_that_is_not_there_is_looked_for_once_in_a_while() {
    var store = new Store();
    NearViews views = over(store);
    List<CompletableFuture<FoundView>> waiting =
        IntStream.range(0, 100)
            .mapToObj(_ -> views.read(KEY, new AtLeast(0, 99)).toFuture())
            .toList();
    assertThat(store.reads).as("of those that came meanwhile").hasValue(1);
    store.answer(3);
    assertThat(waiting)
        .allSatisfy(one -> assertThat(one.join().view().version().sequence()).isEqualTo(3));
    for (int i = 0; i < 100; i++) {
      assertThat(views.read(KEY, new AtLeast(0, 1_000 + i)).blockOptional()).isPresent();
    }
    assertThat(store.reads).as("within a moment").hasValue(1);
    now.addAndGet(Duration.ofMillis(51).toNanos());
    views.read(KEY, new AtLeast(0, 99)).block();
    assertThat(store.reads).as("after it").hasValue(2);
  }

  @Test
  void what_was_confirmed_together_is_not_asked_for_together_nor_ever_later() {
    long age = 10_000;
    List<Long> ages =
        IntStream.range(0, 1_000)
            .mapToObj(i -> NearViews.jittered(age, new ViewKey.Product("p-" + i)))
            .toList();
    assertThat(ages).allSatisfy(one -> assertThat(one).isBetween(8_000L, age));
    // None of twenty parts is empty, and none has more than thrice its share.
    for (int part = 0; part < 20; part++) {
      long from = 8_000 + part * 100L;
      assertThat(ages.stream().filter(one -> one > from && one <= from + 100).count())
          .isBetween(1L, 150L);
    }
  }
}
