package dev.vitrine.projections.broker;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.ViewHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the views topic as sinks do: from its beginning, committed records only. */
final class ViewLog implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;

  ViewLog(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, Topics.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.VIEWS, partition))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Reads on until enough was seen; fails after the bound. */
  void readUntil(
      BooleanSupplier enough, Duration bound, Consumer<ConsumerRecord<String, byte[]>> each) {
    long end = System.nanoTime() + bound.toNanos();
    while (!enough.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not enough views within " + bound);
      }
      consumer.poll(Duration.ofMillis(50)).forEach(each);
    }
  }

  /** Whatever else comes for a while. */
  void readFor(Duration span, Consumer<ConsumerRecord<String, byte[]>> each) {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(span);
    while (System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(50)).forEach(each);
    }
  }

  static long sequence(ConsumerRecord<String, byte[]> view) {
    byte[] value = view.headers().lastHeader(ViewHeaders.SEQUENCE).value();
    return Long.parseLong(new String(value, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
