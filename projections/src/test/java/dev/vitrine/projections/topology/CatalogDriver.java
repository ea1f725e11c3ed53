package dev.vitrine.projections.topology;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.event.CatalogEvent;
import dev.vitrine.contract.event.EventHeaders;
import dev.vitrine.contract.event.EventTypes;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology without a broker. */
final class CatalogDriver implements AutoCloseable {
  static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestOutputTopic<String, byte[]> views;
  private final TestOutputTopic<String, byte[]> aside;

  CatalogDriver() {
    this(Spans.NONE);
  }

  CatalogDriver(Spans spans) {
    StreamsBuilder builder = new StreamsBuilder();
    Instant now = Instant.parse("2026-11-22T00:01:00Z");
    CatalogTopology.addTo(
        builder, new FoldMetrics(metrics, () -> now), new Trail(spans, () -> now), () -> now);
    Properties config = new Properties();
    // Names the folder of its stores: two may run at a time.
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "vitrine-projections-" + UUID.randomUUID());
    driver = new TopologyTestDriver(builder.build(), config);
    events =
        driver.createInputTopic(
            Topics.EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
    views =
        driver.createOutputTopic(
            Topics.VIEWS, new StringDeserializer(), new ByteArrayDeserializer());
    aside =
        driver.createOutputTopic(
            Topics.EVENTS_SET_ASIDE, new StringDeserializer(), new ByteArrayDeserializer());
  }

  void send(String stream, long sequence, CatalogEvent event, boolean commitEnd) {
    send(stream, "event-" + sequence, sequence, event, commitEnd);
  }

  void send(String stream, String id, long sequence, CatalogEvent event, boolean commitEnd) {
    send(stream, Wire.JSON.writeValueAsBytes(event), headers(id, sequence, event, commitEnd));
  }

  void send(@Nullable String stream, byte @Nullable [] value, Headers headers) {
    byte[] key = stream == null ? null : stream.getBytes(StandardCharsets.UTF_8);
    events.pipeInput(new TestRecord<>(key, value, headers, 1_000L));
  }

  static Headers headers(String id, long sequence, CatalogEvent event, boolean commitEnd) {
    return headers(
        EventHeaders.ID, id,
        EventHeaders.TYPE, EventTypes.nameOf(event),
        EventHeaders.TIME, "2026-11-22T00:00:%02dZ".formatted(sequence),
        EventHeaders.SEQUENCE, Long.toString(sequence),
        EventHeaders.COMMIT_END, Boolean.toString(commitEnd),
        EventHeaders.METADATA, "{\"actor\":\"ann\",\"traceparent\":\"" + TRACEPARENT + "\"}");
  }

  static Headers headers(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return headers;
  }

  /** What has come out since it was asked last. */
  List<TestRecord<String, byte[]>> views() {
    return views.readRecordsToList();
  }

  List<TestRecord<String, byte[]>> aside() {
    return aside.readRecordsToList();
  }

  static String text(TestRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  static @Nullable String header(TestRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.close();
  }
}
