package dev.vitrine.projections.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When to commit. A view is readable only after its transaction's commit, which costs a few
 * milliseconds whatever its size. While events are fresh, each is committed at once: nothing is
 * sooner. When the fold is behind, {@code commit.interval.ms} makes transactions of many events:
 * with a commit after each short interval, a busy machine would spend all its time in commits and
 * never catch up.
 */
final class CommitPace {
  static final Duration FRESH = Duration.ofMillis(250);

  private final InstantSource clock;

  CommitPace(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param decided when the event was decided, an ISO-8601 instant
   */
  boolean atOnce(String decided) {
    return Duration.between(Instant.parse(decided), clock.instant()).compareTo(FRESH) < 0;
  }
}
