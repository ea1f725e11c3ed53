package dev.vitrine.connectors.view;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;

/**
 * Counters and times of one task. Connect's {@code PluginMetrics} tags them with connector and task
 * and shows them over JMX with its own.
 */
final class DeliveryMetrics {
  private final PluginMetrics metrics;

  /** Tasks of one worker share what sensors have the same name, and would count each other's. */
  private final String task = UUID.randomUUID().toString();

  private final Sensor stored;
  private final Sensor stale;
  private final Sensor skipped;
  private final Sensor superseded;
  private final Sensor poison;
  private final Sensor retries;
  private final Sensor putTime;
  private final Sensor lag;
  private final Buckets lags;

  DeliveryMetrics(PluginMetrics metrics) {
    this.metrics = metrics;
    stored = counter("written", "views that the store took");
    stale = counter("stale", "views older than or equal to what the store had");
    skipped = counter("skipped", "views of kinds that this store does not take");
    superseded = counter("superseded", "views that a newer one of the same batch replaced");
    poison = counter("poison", "records set aside");
    retries = counter("retries", "batches that were tried again");
    putTime = timer("put-time", "from the hand-over of a batch to its last answer");
    lag = timer("lag", "from the change's time to its view being stored");
    lag.add(
        metrics.metricName("lag-sum-ms", "sum of all lags", new LinkedHashMap<>()),
        new CumulativeSum());
    lags = new Buckets(metrics);
  }

  void stored() {
    stored.record(1);
  }

  void stale() {
    stale.record(1);
  }

  void skipped() {
    skipped.record(1);
  }

  void superseded(int count) {
    superseded.record(count);
  }

  void poison() {
    poison.record(1);
  }

  void retry() {
    retries.record(1);
  }

  void putTook(Duration time) {
    putTime.record(time.toNanos() / 1e6);
  }

  void lag(Duration lag) {
    this.lag.record((double) lag.toMillis());
    lags.add(lag.toMillis());
  }

  private Sensor counter(String name, String description) {
    Sensor sensor = metrics.addSensor(name + "-" + task);
    sensor.add(
        metrics.metricName(name + "-total", description, new LinkedHashMap<>()),
        new CumulativeSum());
    return sensor;
  }

  private Sensor timer(String name, String description) {
    Sensor sensor = metrics.addSensor(name + "-" + task);
    sensor.add(
        metrics.metricName(name + "-avg-ms", "average " + description, new LinkedHashMap<>()),
        new Avg());
    sensor.add(
        metrics.metricName(name + "-max-ms", "longest " + description, new LinkedHashMap<>()),
        new Max());
    return sensor;
  }
}
