package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Gathered;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.ViewStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class NearViewsTest {
  private static final ViewKey KEY = new ViewKey.Product("lamp");
  private static final FoundView FOUND =
      new FoundView(
          new StoredView(
              ViewVersion.ofSequence(3), false, "{}".getBytes(StandardCharsets.US_ASCII)),
          Source.DYNAMODB);

  private final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());

  /** Each call, not yet answered. */
  private final Queue<Sinks.One<FoundView>> calls = new ConcurrentLinkedQueue<>();

  private final Queue<FoundView> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final NearViews views = views();

  private NearViews views() {
    return views(new Floors(1_000, new Random(1)));
  }

  private NearViews views(Floors floors) {
    ViewStore slow =
        new ViewStore() {
          @Override
          public Mono<FoundView> read(ViewKey key) {
            return Mono.defer(
                () -> {
                  Sinks.One<FoundView> answer = Sinks.one();
                  calls.add(answer);
                  return answer.asMono();
                });
          }

          @Override
          public Mono<Views> readAll(Set<ViewKey> keys) {
            throw new UnsupportedOperationException("reads of several are loads of each");
          }
        };
    ViewStore empty =
        new ViewStore() {
          @Override
          public Mono<FoundView> read(ViewKey key) {
            return Mono.empty();
          }

          @Override
          public Mono<Views> readAll(Set<ViewKey> keys) {
            throw new UnsupportedOperationException("reads of several are loads of each");
          }
        };
    return views(floors, new CachedViews(empty, slow, (_, _) -> {}, now::get));
  }

  private NearViews views(Floors floors, CachedViews stores) {
    return new NearViews(
        new NearCache(1 << 20, floors),
        floors,
        stores,
        Freshness.NONE,
        World.USUAL,
        new ReadMetrics(new SimpleMeterRegistry()),
        Duration.ofMillis(20),
        now::get);
  }

  private void read() {
    views.read(KEY).subscribe(answers::add, failures::add);
  }

  private void readTogether(int readers) throws InterruptedException {
    var ready = new CountDownLatch(readers);
    try (var threads = Executors.newFixedThreadPool(readers)) {
      for (int i = 0; i < readers; i++) {
        threads.execute(
            () -> {
              ready.countDown();
              try {
                ready.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              read();
            });
      }
    }
  }

  /** Whoever asks for what is not there must not be able to wear out one item of DynamoDB. */
  @Test
  void a_version_that_is_not_there_is_looked_for_once_in_a_while() {
    List<CompletableFuture<FoundView>> waiting =
        IntStream.range(0, 100)
            .mapToObj(_ -> views.read(KEY, new AtLeast(0, 99)).toFuture())
            .toList();
    assertThat(calls).as("for all that came meanwhile").hasSize(1);
    calls.remove().tryEmitValue(FOUND);
    assertThat(waiting).allMatch(one -> one.join().view().equals(FOUND.view()));
    for (int i = 0; i < 100; i++) {
      assertThat(views.read(KEY, new AtLeast(0, 1_000 + i)).blockOptional()).isPresent();
    }
    assertThat(calls).as("within a moment").isEmpty();
    now.addAndGet(Duration.ofMillis(51).toNanos());
    views.read(KEY, new AtLeast(0, 99)).subscribe(answers::add, failures::add);
    assertThat(calls).as("after it").hasSize(1);
  }

  /** With no place for its floor, nothing else tells the third reader from the first. */
  @Test
  void who_comes_after_an_answer_does_not_join_a_load_from_before_it() {
    var floors = new Floors(1, new Random(World.FIRST_LIFE));
    floors.heard(World.sharesPlace(KEY), ViewVersion.ofSequence(1));
    NearViews full = views(floors);
    full.read(KEY).subscribe(answers::add, failures::add);
    Sinks.One<FoundView> before = calls.remove();
    full.read(KEY, new AtLeast(0, 3)).subscribe(answers::add, failures::add);
    calls.remove().tryEmitValue(FOUND);
    assertThat(answers).hasSize(1);
    full.read(KEY).subscribe(answers::add, failures::add);
    assertThat(calls).as("a look of its own").hasSize(1);
    before.tryEmitValue(
        new FoundView(
            new StoredView(ViewVersion.ofSequence(2), false, FOUND.view().body()),
            Source.DYNAMODB));
    assertThat(answers).as("of the first reader only").hasSize(2);
  }

  @Test
  void concurrent_misses_of_a_key_are_one_call_of_the_store() throws InterruptedException {
    readTogether(16);
    views
        .readAll(Set.of(KEY))
        .subscribe(found -> answers.addAll(found.found().values()), failures::add);
    assertThat(calls).hasSize(1);
    assertThat(answers).isEmpty();

    calls.element().tryEmitValue(FOUND);

    await().until(() -> answers.size() == 17);
    assertThat(answers).allMatch(found -> found.view().equals(FOUND.view()));
    assertThat(failures).isEmpty();
    read(); // which is in the near cache now
    assertThat(answers).hasSize(18);
    assertThat(calls).hasSize(1);
  }

  @Test
  void a_call_that_fails_fails_those_that_waited_for_it_and_nobody_later()
      throws InterruptedException {
    readTogether(16);
    var away = new StoreUnavailable(Source.DYNAMODB, "away", null);
    calls.remove().tryEmitError(away);
    await().until(() -> failures.size() == 16);
    assertThat(failures).allMatch(failure -> failure == away);

    read();

    assertThat(calls).hasSize(1);
    calls.remove().tryEmitValue(FOUND);
    assertThat(answers).hasSize(1);
  }

  @Test
  void that_nothing_is_there_is_not_asked_for_again_for_a_while() {
    read();
    calls.remove().tryEmitEmpty();
    read();
    assertThat(calls).isEmpty();
    now.addAndGet(World.USUAL.absentFor().toNanos() + 1);
    read();
    assertThat(calls).hasSize(1);
  }

  /** Answers at once, with nothing, or that it is away; and tells what it was asked. */
  private record Asked(List<Set<ViewKey>> calls, boolean away) implements ViewStore {
    @Override
    public Mono<FoundView> read(ViewKey key) {
      return readAll(Set.of(key)).then(Mono.empty());
    }

    @Override
    public Mono<Views> readAll(Set<ViewKey> keys) {
      return Mono.defer(
          () -> {
            calls.add(Set.copyOf(keys));
            return away
                ? Mono.error(new StoreUnavailable(Source.REDIS, "away", null))
                : Mono.just(Views.NONE);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_a_batch_misses_is_one_call_of_each_store(boolean redisAway) {
    var redis = new Asked(new ArrayList<>(), redisAway);
    var dynamo = new Asked(new ArrayList<>(), false);
    var floors = new Floors(1_000, new Random(1));
    var stores =
        new CachedViews(
            Gathered.byThread(redis, Source.REDIS, 1, 100),
            Gathered.overThreads(dynamo, Source.DYNAMODB, 32, 100),
            (_, _) -> {},
            now::get);
    Set<ViewKey> keys =
        IntStream.range(0, 24)
            .mapToObj(i -> new ViewKey.Product("p" + i))
            .collect(Collectors.toSet());
    assertThat(views(floors, stores).readAll(keys).blockOptional()).contains(ViewStore.Views.NONE);
    assertThat(redis.calls()).containsExactly(keys);
    assertThat(dynamo.calls()).containsExactly(keys);
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
