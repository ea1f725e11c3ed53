package dev.vitrine.projections.running;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFateTest {
  private final Throwable away = new StreamsException("send", new TimeoutException("away"));

  private Instant now = Instant.parse("2026-11-22T00:00:00Z");
  private final ThreadFate fate = new ThreadFate(() -> now);

  @Test
  void a_thread_that_died_of_absent_brokers_is_replaced_so_many_times() {
    for (int i = 0; i < 10; i++) {
      assertThat(fate.handle(away)).isEqualTo(REPLACE_THREAD);
    }
    assertThat(fate.handle(away)).isEqualTo(SHUTDOWN_CLIENT);
    now = now.plus(Duration.ofMinutes(6));
    assertThat(fate.handle(away)).isEqualTo(REPLACE_THREAD);
  }

  @Test
  void anything_else_ends_the_client() {
    assertThat(fate.handle(new StreamsException("send", new RecordTooLargeException("big"))))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(fate.handle(new IllegalStateException("a bug"))).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(fate.handle(new StackOverflowError())).isEqualTo(SHUTDOWN_CLIENT);
  }
}
