package dev.vitrine.projections.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private final CommitPace pace = new CommitPace(() -> Instant.parse("2026-11-22T00:00:10Z"));

  @Test
  void fresh_events_are_committed_at_once_and_old_ones_together() {
    assertThat(pace.atOnce("2026-11-22T00:00:09.9Z")).isTrue();
    assertThat(pace.atOnce("2026-11-22T00:00:09.7Z")).isFalse();
  }

  @Test
  void a_clock_that_is_ahead_makes_no_event_old() {
    assertThat(pace.atOnce("2026-11-22T00:00:12Z")).isTrue();
  }
}
