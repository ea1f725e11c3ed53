package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.Delivery;
import dev.vitrine.connectors.view.Version;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** One task of the DynamoDB sink. */
public final class DynamoDbSinkTask extends SinkTask {
  private @Nullable Delivery delivery;

  @Override
  public void start(Map<String, String> props) {
    DynamoDbSinkConfig config = new DynamoDbSinkConfig(props);
    Delivery started =
        new Delivery(
            context, DynamoWriter.connect(config), config.retries(), InstantSource.system());
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
