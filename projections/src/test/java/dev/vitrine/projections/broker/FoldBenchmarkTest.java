package dev.vitrine.projections.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.engines.Kafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How many events a second; runs with {@code -Dbenchmark}. */
@EnabledIfSystemProperty(named = "benchmark", matches = ".*")
class FoldBenchmarkTest {
  private static final int PRODUCTS = 100_000;
  private static final Duration BOUND = Duration.ofMinutes(5);

  private final Path folder;
  private int seen;

  FoldBenchmarkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void two_hundred_thousand_events_are_folded_soon()
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    try (Kafka kafka = Kafka.start(folder.resolve("kafka"));
        EventLog events = new EventLog(kafka.bootstrapServers());
        ViewLog views = new ViewLog(kafka.bootstrapServers())) {
      EventLog.createTopics(kafka.bootstrapServers());
      ProjectionsBrokerTest.publish(events, 0, PRODUCTS);
      try (ProjectionsProcess service = new ProjectionsProcess(folder, kafka.bootstrapServers())) {
        views.readUntil(() -> seen > 0, BOUND, _ -> seen++);
        long start = System.nanoTime();
        views.readUntil(() -> seen >= PRODUCTS * 4, BOUND, _ -> seen++);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%d events in %.1f s: %.0f/s%n", PRODUCTS * 2, seconds, PRODUCTS * 2 / seconds);
        for (int i = 0; i < 3; i++) {
          System.out.println(ChangeLatency.measure(events, views, 1_500, 2 + i));
        }
        service.kill();
        long killed = System.nanoTime();
        service.start();
        service.awaitReady();
        System.out.printf(
            "ready again %d ms after a kill with %d products%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed), PRODUCTS);
        System.out.println(ChangeLatency.measure(events, views, 500, 5));
        assertThat(PRODUCTS * 2 / seconds).isGreaterThan(2_000);
      }
    }
  }
}
