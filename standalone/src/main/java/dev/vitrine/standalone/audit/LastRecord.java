package dev.vitrine.standalone.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Finds the last committed record of a key. */
final class LastRecord implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<String, byte[]> consumer;

  LastRecord(String bootstrap) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT)),
            new StringDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * @param since not older than the record
   * @return null when there is none
   */
  @Nullable ConsumerRecord<String, byte[]> of(String topic, String key, Instant since) {
    int partitions = consumer.partitionsFor(topic).size();
    int partition =
        BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    var where = new TopicPartition(topic, partition);
    OffsetAndTimestamp from =
        consumer.offsetsForTimes(Map.of(where, since.toEpochMilli())).get(where);
    if (from == null) {
      return null;
    }
    long end = consumer.endOffsets(List.of(where)).getOrDefault(where, 0L);
    consumer.assign(List.of(where));
    consumer.seek(where, from.offset());
    ConsumerRecord<String, byte[]> last = null;
    while (consumer.position(where) < end) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (key.equals(record.key())) {
          last = record;
        }
      }
    }
    return last;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
