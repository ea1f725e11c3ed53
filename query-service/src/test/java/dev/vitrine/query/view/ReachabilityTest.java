package dev.vitrine.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReachabilityTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private final Reachability redis = new Reachability(Source.REDIS, now::get);

  @Test
  void a_store_that_fails_and_answers_in_turn_is_told_of_once(CapturedOutput output) {
    for (int i = 0; i < 100; i++) {
      redis.failed(new IllegalStateException("slow"));
      pass(Duration.ofMillis(100));
      redis.answered();
    }
    assertThat(output).containsOnlyOnce("redis does not answer");

    pass(Duration.ofSeconds(5));
    redis.answered();
    redis.failed(new IllegalStateException("slow again"));
    assertThat(output)
        .containsOnlyOnce("redis does not answer: java.lang.IllegalStateException: slow again");
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
