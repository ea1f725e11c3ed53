package dev.vitrine.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void it_asks_until_nothing_is_lacking() throws InterruptedException {
    new Patience(Duration.ofMinutes(1), PAUSE)
        .until(() -> asked.incrementAndGet() < 5 ? "a table" : "");
    assertThat(asked.get()).isEqualTo(5);
  }

  @Test
  void what_is_lacking_at_the_end_is_told() {
    var patience = new Patience(Duration.ofSeconds(1), PAUSE);
    assertThatThrownBy(() -> patience.until(() -> "table " + asked.incrementAndGet()))
        .isInstanceOf(JobFailed.class)
        .hasMessage("table " + asked.get());
    assertThat(asked.get()).isGreaterThan(1);
  }

  @Test
  void questions_share_the_moment_at_which_it_ends_and_each_is_asked_once() {
    var patience = new Patience(Duration.ZERO, Duration.ofMinutes(5));
    for (int question = 1; question <= 2; question++) {
      assertThatThrownBy(() -> patience.until(() -> "no " + asked.incrementAndGet()))
          .isInstanceOf(JobFailed.class);
      assertThat(asked.get()).isEqualTo(question);
    }
  }

  @Test
  void what_can_never_be_is_not_asked_again() {
    var patience = new Patience(Duration.ofMinutes(1), PAUSE);
    assertThatThrownBy(
            () ->
                patience.until(
                    () -> {
                      asked.incrementAndGet();
                      throw new IOException("refused");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(asked.get()).isEqualTo(1);
  }
}
