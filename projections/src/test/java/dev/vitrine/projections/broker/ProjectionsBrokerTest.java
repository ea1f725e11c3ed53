package dev.vitrine.projections.broker;

import static dev.vitrine.projections.Samples.lamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.engines.Kafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it runs: a process of its own against a real broker. */
class ProjectionsBrokerTest {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final int PRODUCTS = 3_000;

  /** Itself, an entry of its category and one of its brand, SKU and slug. */
  static final int VIEWS_OF_ONE = 5;

  private final Path folder;
  private final Map<String, Integer> seen = new HashMap<>();

  ProjectionsBrokerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void every_view_comes_exactly_once_also_over_a_kill()
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    try (Kafka kafka = Kafka.start(folder.resolve("kafka"));
        EventLog events = new EventLog(kafka.bootstrapServers());
        ViewLog views = new ViewLog(kafka.bootstrapServers())) {
      EventLog.createTopics(kafka.bootstrapServers());
      try (ProjectionsProcess service = new ProjectionsProcess(folder, kafka.bootstrapServers())) {
        service.awaitReady();
        publish(events, 0, PRODUCTS / 2);
        read(views, 1_000);
        publish(events, PRODUCTS / 2, PRODUCTS);
        service.kill();
        long killed = System.nanoTime();
        service.start();
        service.awaitReady();
        long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
        read(views, PRODUCTS * VIEWS_OF_ONE);
        views.readFor(Duration.ofSeconds(1), view -> count(view.key(), ViewLog.sequence(view)));
        assertThat(seen).hasSize(PRODUCTS * VIEWS_OF_ONE);
        assertThat(seen.values()).containsOnly(1);

        ChangeLatency latency = ChangeLatency.measure(events, views, 500, 2);
        System.out.println("ready " + back + " ms after the kill; " + latency);
        assertThat(latency.p50Millis()).isLessThan(500);
        assertThat(service.get("/actuator/prometheus").body())
            .contains("vitrine_fold_lag_seconds_count", "kafka_stream_");
        assertThat(service.status("/actuator/health/liveness")).isEqualTo(200);
      }
    }
  }

  private void read(ViewLog views, int until) {
    views.readUntil(
        () -> seen.size() >= until, BOUND, view -> count(view.key(), ViewLog.sequence(view)));
  }

  private void count(String key, long sequence) {
    seen.merge(key + "@" + sequence, 1, Integer::sum);
  }

  static void publish(EventLog events, int from, int to) {
    for (int i = from; i < to; i++) {
      events.append("p" + i, 0, lamp("p" + i, "c" + i % 20), false);
      events.append("p" + i, 1, new ProductPublished("p" + i), true);
    }
    events.flush();
  }
}
