package dev.vitrine.query.near;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of floors that no store can be behind any more. A generation of floors goes through three
 * states: closed, until the topic was read to an end that is later than its closing; behind, until
 * both sinks have passed what the topic had then; held, because a fill of Redis that began before
 * may still be on its way or live there.
 *
 * <p>Those of its floors that were only read go before. What a store had by then the topic had as
 * well: once all its partitions were read to a later end, it has told of all that a store may be
 * behind.
 */
final class FloorKeeper {
  private static final int MAX_WAITING = 100;

  /** What one broker knows of new partitions another may have known before, so much at most. */
  private static final long PARTITIONS_KNOWN = Duration.ofSeconds(2).toNanos();

  private record Generation(
      int number, long closedAt, @Nullable Map<Integer, Long> needs, long passedAt) {
    Generation behind(Map<Integer, Long> ends) {
      return new Generation(number, closedAt, ends, 0);
    }

    Generation held(long now) {
      return new Generation(number, closedAt, needs, now);
    }
  }

  private final Floors floors;
  private final Supplier<ViewsChannel.Position> position;
  private final long hold;
  private final LongSupplier clock;
  private final Deque<Generation> read = new ArrayDeque<>();
  private final Deque<Generation> closed = new ArrayDeque<>();
  private final Deque<Generation> behind = new ArrayDeque<>();
  private final Deque<Generation> held = new ArrayDeque<>();

  /**
   * @param clock of nanoseconds, like {@code System.nanoTime()}
   */
  FloorKeeper(
      Floors floors, Supplier<ViewsChannel.Position> position, Duration hold, LongSupplier clock) {
    this.floors = floors;
    this.position = position;
    this.hold = hold.toNanos();
    this.clock = clock;
  }

  /** To be called every few seconds, and then the two below; all by one thread. */
  void close() {
    int number = floors.close();
    Generation last = new Generation(number, clock.getAsLong(), null, 0);
    add(read, last);
    add(closed, last);
  }

  /**
   * @param partitions that the topic has
   * @param asOf {@code System.nanoTime()} before that was asked
   */
  void heard(Set<Integer> partitions, long asOf) {
    ViewsChannel.Position topic = position.get();
    if (!topic.next().keySet().containsAll(partitions)) {
      return;
    }
    while (!read.isEmpty()
        && asOf - read.getFirst().closedAt() > PARTITIONS_KNOWN
        && topic.asOf() - read.getFirst().closedAt() > 0) {
      floors.letGoOfRead(read.removeFirst().number());
    }
  }

  /**
   * @param passed per partition the offset before which every store has everything
   */
  void passed(Map<Integer, Long> passed) {
    long now = clock.getAsLong();
    ViewsChannel.Position topic = position.get();
    while (!closed.isEmpty() && topic.asOf() - closed.getFirst().closedAt() > 0) {
      add(behind, closed.removeFirst().behind(topic.next()));
    }
    while (!behind.isEmpty() && isPassed(behind.getFirst(), passed)) {
      add(held, behind.removeFirst().held(now));
    }
    while (!held.isEmpty() && now - held.getFirst().passedAt() >= hold) {
      floors.letGo(held.removeFirst().number());
    }
  }

  /** In a full line the last one waits with the new one: it is let go of later, never earlier. */
  private static void add(Deque<Generation> line, Generation generation) {
    if (line.size() == MAX_WAITING) {
      line.removeLast();
    }
    line.add(generation);
  }

  private static boolean isPassed(Generation generation, Map<Integer, Long> passed) {
    Map<Integer, Long> needs = generation.needs();
    return needs != null
        && needs.entrySet().stream()
            .allMatch(need -> passed.getOrDefault(need.getKey(), 0L) >= need.getValue());
  }
}
