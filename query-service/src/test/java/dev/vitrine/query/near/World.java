package dev.vitrine.query.near;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.StoresBehind;
import dev.vitrine.query.view.ViewStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Topic, sinks, stores and replicas whose every step the test takes itself. Time is the world's
 * own. What the protocol assumes of it is kept: a look into a store takes at most {@link
 * #LONGEST_READ}, a fill is on its way for at most {@link #LONGEST_FILL} and lives for {@link
 * #FILL_TTL}.
 */
final class World {
  static final Duration LONGEST_READ = Duration.ofSeconds(2);
  static final Duration LONGEST_FILL = Duration.ofSeconds(1);
  static final Duration FILL_TTL = Duration.ofSeconds(33);

  /** No answer: later, perhaps. */
  static final long REFUSED = -1;

  static final int FIRST_LIFE = 0;

  private static final byte[] BODY = "{}".getBytes(StandardCharsets.US_ASCII);

  /** What replicas are set to here. */
  static final NearSettings USUAL = settings(DataSize.ofMegabytes(1), 1_000);

  static NearSettings settings(DataSize bytes, int floors) {
    return new NearSettings(
        null,
        Map.of(),
        bytes,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        floors,
        Duration.ofSeconds(60),
        List.of());
  }

  /** Longer than it would ever be waited: the test itself looks again. */
  private static final Duration NEVER = Duration.ofHours(1);

  private record Change(ViewKey key, long sequence) {
    StoredView view() {
      int format = key instanceof ViewKey.Product ? 1 : 0;
      return new StoredView(new ViewVersion(format, sequence), sequence % 5 == 0, BODY);
    }
  }

  private record Cached(StoredView view, long until) {}

  /** Something that happens at a moment of its own. */
  private record Due(long at, Runnable what) {}

  private final NearSettings settings;
  private final DoubleSupplier slowness;
  private final ReadMetrics metrics = new ReadMetrics(new SimpleMeterRegistry());
  private final List<Change> topic = new ArrayList<>();
  private final Map<ViewKey, StoredView> dynamo = new HashMap<>();
  private final Map<ViewKey, Cached> redis = new HashMap<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private long now = Duration.ofDays(2).toNanos();
  private int dynamoAt;
  private int redisAt;
  private int dynamoCommitted;
  private int redisCommitted;

  final Map<ViewKey, Long> newest = new HashMap<>();
  final List<String> violations = new ArrayList<>();
  boolean redisAway;
  boolean dynamoAway;
  long answers;
  long refusals;

  /**
   * @param slowness from 0 to 1: how much of its longest time the next thing takes
   */
  World(NearSettings settings, DoubleSupplier slowness) {
    this.settings = settings;
    this.slowness = slowness;
  }

  /** Another key, whose floor takes the place of this one's in a replica that has place for one. */
  static ViewKey sharesPlace(ViewKey key) {
    for (int i = 0; ; i++) {
      ViewKey other = new ViewKey.Product("other" + i);
      Floors floors = new Floors(1, new Random(FIRST_LIFE));
      floors.heard(other, new ViewVersion(1, 1));
      if (!floors.heard(key, new ViewVersion(1, 1))) {
        return other;
      }
    }
  }

  void change(ViewKey key) {
    topic.add(new Change(key, newest.merge(key, 1L, Long::sum)));
  }

  /** The DynamoDB sink delivers so much of what it has not delivered yet, from 0 to 1. */
  void toDynamo(double part) {
    dynamoAt =
        deliver(
            dynamoAt,
            part,
            change ->
                dynamo.merge(
                    change.key(),
                    change.view(),
                    (old, put) -> put.version().newerThan(old.version()) ? put : old));
  }

  void toRedis(double part) {
    redisAt =
        deliver(
            redisAt, part, change -> put(change.key(), new Cached(change.view(), Long.MAX_VALUE)));
  }

  private int deliver(int at, double part, Consumer<Change> put) {
    int to = at + (int) Math.round(part * (topic.size() - at));
    topic.subList(at, to).forEach(put);
    return to;
  }

  void commitDynamo() {
    dynamoCommitted = dynamoAt;
  }

  void commitRedis() {
    redisCommitted = redisAt;
  }

  /** A sink that dies begins again where it last committed. */
  void killSinks() {
    dynamoAt = dynamoCommitted;
    redisAt = redisCommitted;
  }

  void evictFromRedis(ViewKey key) {
    redis.remove(key);
  }

  void flushRedis() {
    redis.clear();
  }

  private void put(ViewKey key, Cached put) {
    Cached old = inRedis(key);
    if (old == null || put.view().version().newerThan(old.view().version())) {
      redis.put(key, put);
    }
  }

  /** What a sink put there never expires. */
  private boolean isFill(ViewKey key) {
    Cached found = redis.get(key);
    return found != null && found.until() < Long.MAX_VALUE;
  }

  private @Nullable Cached inRedis(ViewKey key) {
    Cached found = redis.get(key);
    return found == null || found.until() < now ? null : found;
  }

  void advance(Duration time) {
    long until = now + time.toNanos();
    while (!due.isEmpty() && due.element().at() <= until) {
      Due next = due.remove();
      now = next.at();
      next.what().run();
    }
    now = until;
  }

  private void within(Duration longest, Runnable what) {
    due.add(new Due(now + (long) (slowness.getAsDouble() * longest.toNanos()), what));
  }

  /** A store that is looked into at one moment and has answered at a later one. */
  private final class SlowStore implements ViewStore {
    private final Source source;

    SlowStore(Source source) {
      this.source = source;
    }

    @Override
    public Mono<FoundView> read(ViewKey key) {
      return Mono.defer(
          () -> {
            Sinks.One<FoundView> answer = Sinks.one();
            within(LONGEST_READ.dividedBy(2), () -> look(key, answer));
            return answer.asMono();
          });
    }

    private void look(ViewKey key, Sinks.One<FoundView> answer) {
      if (source == Source.REDIS ? redisAway : dynamoAway) {
        answer.tryEmitError(new StoreUnavailable(source, "away", null));
        return;
      }
      StoredView found = dynamo.get(key);
      if (source == Source.REDIS) {
        Cached cached = inRedis(key);
        found = cached == null ? null : cached.view();
      }
      boolean fill = source == Source.REDIS && isFill(key);
      FoundView result = found == null ? null : new FoundView(found, source, fill);
      within(
          LONGEST_READ.dividedBy(2),
          () -> {
            if (result == null) {
              answer.tryEmitEmpty();
            } else {
              answer.tryEmitValue(result);
            }
          });
    }

    @Override
    public Mono<Views> readAll(Set<ViewKey> keys) {
      throw new UnsupportedOperationException();
    }
  }

  /** One replica over all its lives, and what a client of it has seen. */
  final class Replica implements Freshness {
    private final Map<ViewKey, Long> answered = new HashMap<>();
    private Floors floors = new Floors(settings.floors(), new Random(FIRST_LIFE));
    private NearCache near = new NearCache(settings.bytes().toBytes(), floors);
    private NearViews views = views();
    private FloorKeeper keeper =
        new FloorKeeper(floors, this::position, settings.hold(), () -> now);
    private ViewsChannel.Position position = new ViewsChannel.Position(now, Map.of());
    private int heard;
    private int life = FIRST_LIFE;
    private boolean ready = true;
    private long readySince = now - Duration.ofDays(1).toNanos();
    private long last = REFUSED;
    boolean cutOff;

    /** Done once, when the next answer comes and before others hear of it. */
    @Nullable Runnable atNextAnswer;

    private NearViews views() {
      CachedViews stores =
          new CachedViews(
              new SlowStore(Source.REDIS),
              new SlowStore(Source.DYNAMODB),
              (key, view) -> within(LONGEST_FILL, () -> fill(key, view)),
              () -> now);
      return new NearViews(near, floors, stores, this, settings, metrics, NEVER, () -> now);
    }

    private void fill(ViewKey key, StoredView view) {
      if (!redisAway) {
        put(key, new Cached(view, now + FILL_TTL.toNanos()));
      }
    }

    /** The answer is taken down when it comes. */
    void read(ViewKey key) {
      take(key, views.read(key));
    }

    /** As a client does that has seen a version. */
    void readAtLeast(ViewKey key, long version) {
      take(key, views.read(key, new AtLeast(0, version)));
    }

    private void take(ViewKey key, Mono<FoundView> read) {
      long seen = answered.getOrDefault(key, 0L);
      int asked = life;
      last = REFUSED;
      read.map(found -> found.view().version().sequence())
          .defaultIfEmpty(0L)
          .subscribe(
              sequence -> {
                if (asked == life) { // else of a process that is no more
                  answered(key, seen, sequence);
                }
              },
              this::refused);
    }

    private void answered(ViewKey key, long seen, long sequence) {
      answers++;
      if (sequence < seen) {
        violations.add(key.text() + ": " + sequence + " after " + seen);
      }
      answered.merge(key, sequence, Math::max);
      last = sequence;
      Runnable next = atNextAnswer;
      if (next != null) {
        atNextAnswer = null;
        next.run();
      }
    }

    private void refused(Throwable failure) {
      refusals++;
      if (!(failure instanceof StoresBehind || failure instanceof StoreUnavailable)) {
        violations.add(failure.toString());
      }
    }

    /** What the last read was answered, {@link #REFUSED} for not; 0 is that there is nothing. */
    long last() {
      return last;
    }

    /** Reads so much of the topic that it has not read yet, from 0 to 1. */
    void hear(double part) {
      if (cutOff) {
        return;
      }
      int to = heard + (int) Math.round(part * (topic.size() - heard));
      for (; heard < to; heard++) {
        Change change = topic.get(heard);
        near.arrived(change.key(), change.view(), position.asOf());
      }
      if (heard == topic.size()) {
        if (!ready && !floors.areFull()) {
          ready = true;
          readySince = now;
        }
        position = new ViewsChannel.Position(now, Map.of(0, (long) heard));
      }
    }

    /** As {@code ViewsChannel} does where the topic goes on at a lower offset. */
    void replay(double part) {
      heard = (int) (part * heard);
      ready = false;
      near.entries().invalidateAll();
    }

    void evict(ViewKey key) {
      near.entries().invalidate(key);
    }

    void keepFloors() {
      keeper.close();
      keeper.heard(Set.of(0), now);
      keeper.passed(Map.of(0, (long) Math.min(dynamoCommitted, redisCommitted)));
    }

    void restart() {
      life++;
      floors = new Floors(settings.floors(), new Random(life));
      near = new NearCache(settings.bytes().toBytes(), floors);
      views = views();
      keeper = new FloorKeeper(floors, this::position, settings.hold(), () -> now);
      heard = Math.min(dynamoCommitted, redisCommitted);
      ready = false;
      position = new ViewsChannel.Position(now - Duration.ofDays(1).toNanos(), Map.of());
    }

    private ViewsChannel.Position position() {
      return position;
    }

    @Override
    public long currentAsOf() {
      return position.asOf();
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public long readySince() {
      return readySince;
    }
  }
}
