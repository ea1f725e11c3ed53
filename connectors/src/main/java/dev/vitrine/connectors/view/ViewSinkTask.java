package dev.vitrine.connectors.view;

import dev.vitrine.tracing.Spans;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A task that delivers views into one store. */
public abstract class ViewSinkTask extends SinkTask {
  private @Nullable Delivery delivery;

  /** Where to deliver, and for how long to try. */
  public record Target(ViewWriter writer, RetryConfig retries) {}

  /** Connects nothing yet that could be away. */
  protected abstract Target target(Map<String, String> props);

  @Override
  public void start(Map<String, String> props) {
    Target target = target(props);
    Delivery started =
        new Delivery(
            context,
            target.writer(),
            target.retries(),
            InstantSource.system(),
            // No trace begins here, so there is no share of any.
            Spans.to(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"), "vitrine-connect", 0),
            props.getOrDefault("name", ""));
    delivery = started;
    started.start();
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    if (delivery != null) {
      delivery.put(records);
    }
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    if (delivery != null) {
      delivery.forgetBatch();
    }
  }

  @Override
  public void stop() {
    if (delivery != null) {
      delivery.close();
      delivery = null;
    }
  }

  @Override
  public String version() {
    return Version.TEXT;
  }
}
