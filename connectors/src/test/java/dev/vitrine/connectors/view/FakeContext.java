package dev.vitrine.connectors.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What Connect gives a task, in memory. */
public final class FakeContext implements SinkTaskContext, AutoCloseable {
  /** A record that was set aside, and what the reason says. */
  public record DeadLetter(SinkRecord record, String why) {}

  public final List<DeadLetter> deadLetters = new ArrayList<>();
  public final List<Long> timeouts = new ArrayList<>();
  private final Metrics metrics = new Metrics();
  private final boolean reporting;

  public FakeContext(boolean reporting) {
    this.reporting = reporting;
  }

  /** The value of a total, for example {@code written-total}. */
  public long total(String name) {
    MetricName metric = pluginMetrics().metricName(name, "", new LinkedHashMap<>());
    return ((Number) metrics.metric(metric).metricValue()).longValue();
  }

  /** Of one bound of a histogram. */
  long total(String name, String le) {
    LinkedHashMap<String, String> tags = new LinkedHashMap<>(Map.of("le", le));
    MetricName metric = pluginMetrics().metricName(name, "", tags);
    return ((Number) metrics.metric(metric).metricValue()).longValue();
  }

  @Override
  public @Nullable ErrantRecordReporter errantRecordReporter() {
    if (!reporting) {
      return null;
    }
    return (record, reason) -> {
      deadLetters.add(new DeadLetter(record, String.valueOf(reason.getMessage())));
      return CompletableFuture.completedFuture(null);
    };
  }

  @Override
  public void timeout(long millis) {
    timeouts.add(millis);
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return new PluginMetrics() {
      @SuppressWarnings("NonApiType") // Kafka's own signature
      @Override
      public MetricName metricName(
          String name, String description, LinkedHashMap<String, String> tags) {
        return metrics.metricName(name, "plugins", "", tags);
      }

      @Override
      public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        metrics.addMetric(name, provider);
      }

      @Override
      public void removeMetric(MetricName name) {
        metrics.removeMetric(name);
      }

      @Override
      public Sensor addSensor(String name) {
        return metrics.sensor(name);
      }

      @Override
      public void removeSensor(String name) {
        metrics.removeSensor(name);
      }
    };
  }

  @Override
  public Map<String, String> configs() {
    return Map.of();
  }

  @Override
  public void offset(Map<TopicPartition, Long> offsets) {}

  @Override
  public void offset(TopicPartition partition, long offset) {}

  /** Empty, as it is while a task starts. */
  @Override
  public Set<TopicPartition> assignment() {
    return Set.of();
  }

  @Override
  public void pause(TopicPartition... partitions) {}

  @Override
  public void resume(TopicPartition... partitions) {}

  @Override
  public void requestCommit() {}

  @Override
  public void close() {
    metrics.close();
  }
}
