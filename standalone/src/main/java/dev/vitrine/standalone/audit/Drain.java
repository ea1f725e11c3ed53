package dev.vitrine.standalone.audit;

import dev.vitrine.contract.Topics;
import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.StandaloneException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until everything that was acknowledged when it began has reached the stores: the log is
 * relayed, then the events folded, then the views delivered. What comes later may still be on its
 * way.
 */
final class Drain {
  private static final String FOLD = "vitrine-projections";
  private static final List<String> SINKS =
      List.of("connect-vitrine-dynamodb-sink", "connect-vitrine-redis-sink");
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration TELL = Duration.ofSeconds(5);

  private final RelaySlot slot;
  private final Backlog backlog;
  private final Consumer<String> says;
  private final long until;
  private long nextTold = System.nanoTime() + TELL.toNanos();

  Drain(RelaySlot slot, Backlog backlog, Consumer<String> says, Duration bound) {
    this.slot = slot;
    this.backlog = backlog;
    this.says = says;
    this.until = System.nanoTime() + bound.toNanos();
  }

  /** What is left, in words and as a number. */
  @FunctionalInterface
  private interface Left {
    long now() throws InterruptedException;
  }

  /**
   * @throws StandaloneException when something is left at the bound
   */
  void await() throws InterruptedException {
    String end = slot.end();
    awaitNone("relay: %,d bytes of log behind", () -> slot.behind(end));
    Map<TopicPartition, Long> events = backlog.ends(List.of(Topics.EVENTS));
    awaitNone("fold: %,d events to go", () -> backlog.unread(FOLD, events));
    List<String> internal =
        backlog.topics(name -> name.startsWith(FOLD + "-") && name.endsWith("-repartition"));
    if (!internal.isEmpty()) {
      Map<TopicPartition, Long> pointers = backlog.ends(internal);
      awaitNone("fold: %,d pointers to go", () -> backlog.unread(FOLD, pointers));
    }
    Map<TopicPartition, Long> views = backlog.ends(List.of(Topics.VIEWS));
    for (String sink : SINKS) {
      awaitNone(sink + ": %,d views to go", () -> backlog.unread(sink, views));
    }
  }

  private void awaitNone(String text, Left left) throws InterruptedException {
    long now = left.now();
    while (now > 0) {
      if (System.nanoTime() > until) {
        throw new StandaloneException("not drained in time, " + text.formatted(now));
      }
      if (System.nanoTime() > nextTold) {
        says.accept("waiting, " + text.formatted(now));
        nextTold = System.nanoTime() + TELL.toNanos();
      }
      Pause.of(LOOK);
      now = left.now();
    }
  }

  /** Records that were set aside or could not be delivered: a hint where a difference is from. */
  long setAside() throws InterruptedException {
    return backlog
        .ends(List.of(Topics.EVENTS_SET_ASIDE, Topics.VIEWS_DEAD_LETTERS))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
