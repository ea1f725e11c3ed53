package dev.vitrine.engines.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a read_committed consumer sees of the topic, from its beginning. */
final class CommittedEvents implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final KafkaConsumer<String, byte[]> consumer;

  CommittedEvents(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "fetch.max.wait.ms", "50"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        IntStream.range(0, 12).mapToObj(n -> new TopicPartition(RelayStack.TOPIC, n)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Reads until as many as expected came, or a bound passed; then shortly on, for what is too much.
   */
  List<ConsumerRecord<String, byte[]>> read(
      int expected, Duration within, Predicate<String> aggregate) {
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    long deadline = System.nanoTime() + within.toNanos();
    while (records.size() < expected && System.nanoTime() < deadline) {
      poll(records, aggregate);
    }
    long quiet = System.nanoTime() + QUIET.toNanos();
    while (System.nanoTime() < quiet) {
      poll(records, aggregate);
    }
    return records;
  }

  /** Whether at least one came within the bound. */
  boolean some(Duration within, Predicate<String> aggregate) {
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    long deadline = System.nanoTime() + within.toNanos();
    while (records.isEmpty() && System.nanoTime() < deadline) {
      poll(records, aggregate);
    }
    return !records.isEmpty();
  }

  private void poll(List<ConsumerRecord<String, byte[]>> records, Predicate<String> aggregate) {
    for (var read : consumer.poll(Duration.ofMillis(100))) {
      if (aggregate.test(read.key())) {
        records.add(read);
      }
    }
  }

  static Map<String, String> headers(ConsumerRecord<String, byte[]> read) {
    var headers = new TreeMap<String, String>();
    for (var header : read.headers()) {
      String earlier =
          headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      if (earlier != null) {
        throw new AssertionError("twice: " + header.key());
      }
    }
    return headers;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
