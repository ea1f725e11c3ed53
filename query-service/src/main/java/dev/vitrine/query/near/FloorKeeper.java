package dev.vitrine.query.near;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of floors that no store can be behind any more. A generation of floors goes through three
 * states: closed, until the topic was read to an end that is later than its closing; behind, until
 * both sinks have passed what the topic had then; held, because a fill of Redis that began before
 * may still be on its way or live there.
 *
 * <p>Those of its floors that were only read go before: what a store had by then the topic had as
 * well, and once it was read to a later end, it has told of all that some store may be behind.
 */
final class FloorKeeper {
  /** How old what is known of the topic's partitions may be; it was read to the end of these. */
  static final Duration PARTITIONS_AGE = Duration.ofSeconds(5);

  /** With some time for the answer that tells of new ones. */
  private static final long HEARD_AFTER = PARTITIONS_AGE.plusSeconds(2).toNanos();

  private static final int MAX_WAITING = 100;

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
  private final Deque<Generation> read = new ArrayDeque<>();
  private final Deque<Generation> closed = new ArrayDeque<>();
  private final Deque<Generation> behind = new ArrayDeque<>();
  private final Deque<Generation> held = new ArrayDeque<>();

  FloorKeeper(Floors floors, Supplier<ViewsChannel.Position> position, Duration hold) {
    this.floors = floors;
    this.position = position;
    this.hold = hold.toNanos();
  }

  /**
   * To be called every few seconds, by one thread.
   *
   * @param passed per partition the offset before which every store has everything
   * @param now {@code System.nanoTime()}
   */
  void look(Map<Integer, Long> passed, long now) {
    Generation last = new Generation(floors.close(), now, null, 0);
    add(read, last);
    add(closed, last);
    ViewsChannel.Position topic = position.get();
    while (!read.isEmpty() && topic.asOf() - read.getFirst().closedAt() > HEARD_AFTER) {
      floors.letGoOfRead(read.removeFirst().number());
    }
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
