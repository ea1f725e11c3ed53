package dev.vitrine.projections.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.engines.Kafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How many events a second; runs with {@code -Dbenchmark=<products>}, say 100000. */
@EnabledIfSystemProperty(named = "benchmark", matches = "[0-9]+")
class FoldBenchmarkTest {
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final int products = Integer.getInteger("benchmark", 100_000);
  private final Path folder;
  private int seen;

  FoldBenchmarkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void figures() throws ExecutionException, InterruptedException, TimeoutException {
    try (Kafka kafka = Kafka.start(folder.resolve("kafka"));
        EventLog events = new EventLog(kafka.bootstrapServers());
        ViewLog views = new ViewLog(kafka.bootstrapServers())) {
      EventLog.createTopics(kafka.bootstrapServers());
      ProjectionsBrokerTest.publish(events, 0, products);
      try (ProjectionsProcess service = new ProjectionsProcess(folder, kafka.bootstrapServers())) {
        views.readUntil(() -> seen > 0, BOUND, _ -> seen++);
        long start = System.nanoTime();
        double processor = service.processorSeconds();
        views.readUntil(
            () -> seen >= products * ProjectionsBrokerTest.VIEWS_OF_ONE, BOUND, _ -> seen++);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%d events in %.1f s: %.0f/s; the service used %.1f s of processor (%.1f before)%n",
            products * 2,
            seconds,
            products * 2 / seconds,
            service.processorSeconds() - processor,
            processor);
        for (int i = 0; i < 3; i++) {
          System.out.println(ChangeLatency.measure(events, views, 1_000, 2 + i));
        }
        service.kill();
        long killed = System.nanoTime();
        service.start();
        service.awaitReady();
        System.out.printf(
            "ready again %d ms after a kill with %d products%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed), products);
        System.out.println(ChangeLatency.measure(events, views, 500, 5));
        assertThat(seen).isEqualTo(products * ProjectionsBrokerTest.VIEWS_OF_ONE);
      }
    }
  }
}
