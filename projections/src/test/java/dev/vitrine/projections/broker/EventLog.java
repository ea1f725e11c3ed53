package dev.vitrine.projections.broker;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.event.CatalogEvent;
import dev.vitrine.contract.event.EventHeaders;
import dev.vitrine.contract.event.EventTypes;
import dev.vitrine.contract.event.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes the events topic as the relay does. */
final class EventLog implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  EventLog(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  static void createTopics(String bootstrapServers)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      List<NewTopic> topics =
          Stream.of(Topics.EVENTS, Topics.VIEWS, Topics.EVENTS_SET_ASIDE)
              .map(name -> new NewTopic(name, Topics.PARTITIONS, (short) 1))
              .toList();
      admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
    }
  }

  void append(String productId, long sequence, CatalogEvent event, boolean commitEnd) {
    String stream = StreamId.ofProduct(productId);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.EVENTS, stream, JSON.writeValueAsBytes(event));
    put(record, EventHeaders.ID, UUID.randomUUID().toString());
    put(record, EventHeaders.TYPE, EventTypes.nameOf(event));
    put(record, EventHeaders.SOURCE, EventHeaders.SOURCE_VALUE);
    put(record, EventHeaders.SUBJECT, stream);
    put(record, EventHeaders.SPEC_VERSION, "1.0");
    put(record, EventHeaders.TIME, Instant.now().toString());
    put(record, EventHeaders.SEQUENCE, Long.toString(sequence));
    put(record, EventHeaders.COMMIT_END, Boolean.toString(commitEnd));
    put(record, EventHeaders.METADATA, "{\"actor\":\"ann\",\"origin\":\"api\"}");
    Future<?> unused = producer.send(record, (_, failed) -> failure.compareAndSet(null, failed));
  }

  private static void put(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("an event was not written", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
