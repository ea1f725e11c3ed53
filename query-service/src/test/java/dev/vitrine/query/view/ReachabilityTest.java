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
  void aStoreThatFailsAndAnswersInTurnIsToldOfOnce(CapturedOutput output) {
    for (int i = 0; i < 100; i++) {
      redis.failed(new IllegalStateException("slow"));
      pass(Duration.ofMillis(100));
      redis.answered();
    }
    assertThat(output).containsOnlyOnce("redis does not answer").doesNotContain("answers again");

    pass(Duration.ofSeconds(5));
    redis.answered();
    redis.answered();
    assertThat(output).containsOnlyOnce("redis answers again");

    redis.failed(new IllegalStateException("slow again"));
    assertThat(output.getOut().split("redis does not answer")).hasSize(3);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
