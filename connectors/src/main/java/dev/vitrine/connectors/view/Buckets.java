package dev.vitrine.connectors.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * A histogram of lags as Prometheus has them: one counter for each upper bound, of what was at most
 * so long, with the bound in seconds as its tag {@code le}. Kafka's own metrics know no histogram
 * that can be added up over tasks.
 */
final class Buckets {
  private static final List<String> BOUNDS =
      List.of(
          "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "30", "60", "300", "600", "+Inf");

  private static final double[] SECONDS =
      BOUNDS.stream()
          .mapToDouble(
              bound -> bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound))
          .toArray();

  private final AtomicLongArray counts = new AtomicLongArray(SECONDS.length);

  Buckets(PluginMetrics metrics) {
    for (int i = 0; i < SECONDS.length; i++) {
      int bucket = i;
      LinkedHashMap<String, String> tags = new LinkedHashMap<>();
      tags.put("le", BOUNDS.get(i));
      metrics.addMetric(
          metrics.metricName("lag-count", "views stored within so many seconds", tags),
          (Gauge<Long>) (_, _) -> upTo(bucket));
    }
  }

  void add(long millis) {
    int bucket = 0;
    while (millis / 1e3 > SECONDS[bucket]) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
  }

  private long upTo(int bucket) {
    long sum = 0;
    for (int i = 0; i <= bucket; i++) {
      sum += counts.get(i);
    }
    return sum;
  }
}
