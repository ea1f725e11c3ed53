package dev.vitrine.query.near;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Gathered;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ReadMetrics.Outcome;
import dev.vitrine.query.view.ReadyView;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.StoresBehind;
import dev.vitrine.query.view.UnreadableView;
import dev.vitrine.query.view.ViewReader;
import dev.vitrine.query.view.ViewStore.Views;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The levels, nearest first. Never answers with less than this replica has answered before. */
final class NearViews implements ViewReader {
  /** With 20 ms before the first, six looks in all within two thirds of a second. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  /**
   * A key whose last level was asked so short a time ago is not looked for there again, whatever
   * version is wanted: it would be one item of DynamoDB for as many as ask for what is not there.
   */
  private static final long LOOKED = Duration.ofMillis(50).toNanos();

  private final NearCache near;
  private final Floors floors;
  private final CachedViews stores;
  private final Freshness freshness;
  private final ReadMetrics metrics;
  private final Duration firstPause;
  private final LongSupplier clock;
  private final long maxAge;
  private final long absentFor;
  private final long hold;
  private final Map<ViewKey, Load> loads = new ConcurrentHashMap<>();

  /**
   * @param firstPause before it is looked again for a version that is known to be on its way
   * @param clock of nanoseconds, like {@code System.nanoTime()}
   */
  NearViews(
      NearCache near,
      Floors floors,
      CachedViews stores,
      Freshness freshness,
      NearSettings settings,
      ReadMetrics metrics,
      Duration firstPause,
      LongSupplier clock) {
    this.firstPause = firstPause;
    this.clock = clock;
    this.near = near;
    this.floors = floors;
    this.stores = stores;
    this.freshness = freshness;
    this.metrics = metrics;
    this.maxAge = settings.maxAge().toNanos();
    this.absentFor = settings.absentFor().toNanos();
    this.hold = settings.hold().toNanos();
  }

  @Override
  public @Nullable FoundView atHand(ViewKey key) {
    NearEntry entry = fresh(key);
    return entry == null || entry.ready() == null ? null : FoundView.near(entry.ready(), 0);
  }

  @Override
  public Mono<FoundView> read(ViewKey key) {
    NearEntry entry = fresh(key);
    return entry == null ? shared(key, AtLeast.ANY) : answered(key, entry);
  }

  /** That nothing is there falls short of anything wanted: it may have come since. */
  @Override
  public Mono<FoundView> read(ViewKey key, AtLeast atLeast) {
    if (atLeast.equals(AtLeast.ANY)) {
      return read(key);
    }
    NearEntry entry = fresh(key);
    return entry != null && isEnough(entry, atLeast) ? answered(key, entry) : shared(key, atLeast);
  }

  private boolean isEnough(NearEntry entry, AtLeast atLeast) {
    ReadyView ready = entry.ready();
    if (ready != null && atLeast.isMetBy(ready.view().version())) {
      return true;
    }
    Long lookedAt = entry.lookedAt();
    return lookedAt != null && clock.getAsLong() - lookedAt < LOOKED;
  }

  private Mono<FoundView> answered(ViewKey key, NearEntry entry) {
    ReadyView ready = entry.ready();
    return ready == null ? Mono.empty() : Mono.just(hit(key, ready));
  }

  @Override
  public Mono<Views> readAll(Set<ViewKey> keys) {
    Views views = new Views(HashMap.newHashMap(keys.size()), new HashSet<>(), new HashSet<>());
    @Nullable Flux<Looked> missing = null;
    for (ViewKey key : keys) {
      NearEntry entry = fresh(key);
      if (entry == null) {
        Mono<Looked> load = looked(key);
        missing = missing == null ? load.flux() : missing.mergeWith(load);
      } else if (entry.ready() != null) {
        views.found().put(key, hit(key, entry.ready()));
      }
    }
    return missing == null ? Mono.just(views) : together(missing).map(all -> add(views, all));
  }

  /** As few calls of the stores as there can be: one of each, where no other is under way. */
  private static Mono<List<Looked>> together(Flux<Looked> missing) {
    return Mono.create(
        sink ->
            Gathered.together(
                () ->
                    sink.onDispose(
                        missing
                            .collectList()
                            .contextWrite(sink.contextView())
                            .subscribe(sink::success, sink::error))));
  }

  /**
   * @param found null when nothing is there, or when it failed
   */
  private record Looked(
      ViewKey key, @Nullable FoundView found, @Nullable RuntimeException failure) {}

  private Mono<Looked> looked(ViewKey key) {
    return shared(key, AtLeast.ANY)
        .map(found -> new Looked(key, found, null))
        .onErrorResume(
            RuntimeException.class, failure -> Mono.just(new Looked(key, null, failure)));
  }

  /** What one key ran into does not cost the others. */
  private static Views add(Views views, List<Looked> looked) {
    @Nullable RuntimeException last = null;
    for (Looked one : looked) {
      if (one.found() != null) {
        views.found().put(one.key(), one.found());
      } else if (one.failure() instanceof UnreadableView) {
        views.unreadable().add(one.key());
      } else if (Views.isUnavailable(one.failure())) {
        views.unavailable().add(one.key());
        last = one.failure();
      } else if (one.failure() != null) {
        throw one.failure();
      }
    }
    if (last != null && views.found().isEmpty()) {
      throw last;
    }
    return views;
  }

  private FoundView hit(ViewKey key, ReadyView ready) {
    FoundView found = FoundView.near(ready, 0);
    metrics.read(Source.NEAR, key, Outcome.of(found));
    return found;
  }

  /** Null when there is none that may be answered unasked. */
  private @Nullable NearEntry fresh(ViewKey key) {
    NearEntry entry = near.get(key);
    if (entry == null || !freshness.isReady()) {
      return null;
    }
    long now = clock.getAsLong();
    if (entry.ready() == null) {
      return now - entry.confirmedAt() > jittered(absentFor, key) ? null : entry;
    }
    return age(entry, now) > jittered(maxAge, key) ? null : entry;
  }

  /**
   * Up to a fifth less, by the key: what was confirmed at one moment, as all is when the topic
   * falls silent, is not asked for again at one moment.
   */
  static long jittered(long time, ViewKey key) {
    return time - time / 5 * Spread.byteOf(key) / Spread.BYTES;
  }

  /** How long ago the entry was known to be the newest, in nanoseconds. */
  private long age(NearEntry entry, long now) {
    return now - later(entry.confirmedAt(), freshness.currentAsOf());
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /**
   * Concurrent misses of one key are one load. Before anybody is answered, all loads of the key are
   * left: who comes after an answer must not join one that began before it and may end with less.
   */
  private Mono<FoundView> shared(ViewKey key, AtLeast atLeast) {
    return Mono.defer(
        () ->
            loads
                .compute(
                    key,
                    (_, under) ->
                        under != null && under.of(atLeast) != null
                            ? under
                            : new Load(
                                atLeast,
                                load(key, atLeast).doOnTerminate(() -> loads.remove(key)).cache(),
                                under))
                .of(atLeast));
  }

  /**
   * Under way for a key.
   *
   * @param other null, or what is under way for it with another version wanted
   */
  private record Load(AtLeast atLeast, Mono<FoundView> found, @Nullable Load other) {
    @Nullable Mono<FoundView> of(AtLeast wanted) {
      for (Load one = this; one != null; one = one.other()) {
        if (one.atLeast().equals(wanted)) {
          return one.found();
        }
      }
      return null;
    }
  }

  private Mono<FoundView> load(ViewKey key, AtLeast atLeast) {
    return Mono.defer(
        () -> {
          if (!freshness.isReady()) {
            return Mono.error(new StoresBehind(key));
          }
          metrics.read(Source.NEAR, key, Outcome.ABSENT);
          return look(key, atLeast, firstPause);
        });
  }

  /** Looks again where a version is known to be on its way, after pauses that double. */
  private Mono<FoundView> look(ViewKey key, AtLeast atLeast, Duration pause) {
    long asked = clock.getAsLong();
    return stored(key, atLeast)
        .singleOptional()
        .mapNotNull(found -> answer(key, found.orElse(null), asked, atLeast))
        .onErrorResume(
            failure ->
                switch (failure) {
                  case StoresBehind _ when pause.compareTo(LONGEST_PAUSE) <= 0 ->
                      Mono.delay(pause)
                          .then(Mono.defer(() -> look(key, atLeast, pause.multipliedBy(2))));
                  case StoreUnavailable away -> stale(key, away);
                  default -> Mono.error(failure);
                });
  }

  /**
   * Redis may be behind what DynamoDB had, so a key that can have no floor is not read there. What
   * a reader filled may be older than what an earlier life of this replica answered, and was in
   * both stores by then: until such a fill has expired it is not believed.
   */
  private Mono<FoundView> stored(ViewKey key, AtLeast atLeast) {
    return floors.areSureOf(key)
        ? stores.read(key, found -> isEnough(key, found, atLeast))
        : stores.readStore(key);
  }

  private boolean isEnough(ViewKey key, FoundView found, AtLeast atLeast) {
    return !(found.fill() && isYoung())
        && isNotBelowFloor(key, found.view())
        && atLeast.isMetBy(found.view().version());
  }

  private boolean isYoung() {
    return clock.getAsLong() - freshness.readySince() < hold;
  }

  private boolean isNotBelowFloor(ViewKey key, StoredView view) {
    ViewVersion floor = floors.of(key);
    return floor == null || !floor.newerThan(view.version());
  }

  /** Null when there is nothing; {@link StoresBehind} when there is something newer. */
  private @Nullable FoundView answer(
      ViewKey key, @Nullable FoundView found, long asked, AtLeast atLeast) {
    boolean last = found == null || found.source() == Source.DYNAMODB;
    // What Redis has and is not enough came back because DynamoDB had nothing newer.
    boolean looked = found == null || last || !isEnough(key, found, atLeast);
    NearEntry entry =
        near.offered(
            key,
            found == null ? null : found.ready(),
            asked,
            last,
            looked ? clock.getAsLong() : null);
    if (entry == null) {
      throw new StoresBehind(key);
    }
    ReadyView answered = entry.ready();
    if (answered == null) {
      return null;
    }
    return found != null && found.view().version().equals(answered.view().version())
        ? found
        : FoundView.near(answered, 0);
  }

  /** The stores are away: what is here is better than nothing, and said to be what it is. */
  private Mono<FoundView> stale(ViewKey key, StoreUnavailable away) {
    NearEntry entry = near.get(key);
    if (entry == null || entry.ready() == null || !freshness.isReady()) {
      return Mono.error(away);
    }
    long age = age(entry, clock.getAsLong());
    long seconds = age > maxAge ? Math.max(1, Duration.ofNanos(age).toSeconds()) : 0;
    return Mono.just(FoundView.near(entry.ready(), seconds));
  }
}
