package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.OtlpCollector;
import dev.vitrine.query.view.ReadyView;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Cache and floors behind a real topic. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TopicFreshnessTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.VIEWS, 0);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static Kafka kafka;
  private static KafkaProducer<byte[], byte[]> producer;
  private static Admin admin;

  private final Floors floors = new Floors(1_000, new Random(1));
  private final NearCache near = new NearCache(1 << 20, floors);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Spans spans = Spans.NONE;
  private @Nullable TopicFreshness freshness;

  @BeforeAll
  static void startKafka(@TempDir Path folder) throws Exception {
    kafka = Kafka.start(folder);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    admin.createTopics(List.of(new NewTopic(Topics.VIEWS, 1, (short) 1))).all().get();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stopKafka() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
    kafka.close();
  }

  @AfterEach
  void stop() {
    if (freshness != null) {
      freshness.stop();
    }
  }

  private TopicFreshness start(List<String> sinks) {
    return start(sinks, Map.of());
  }

  private TopicFreshness start(List<String> sinks, Map<String, String> properties) {
    var settings =
        new NearSettings(
            kafka.bootstrapServers(),
            properties,
            DataSize.ofMegabytes(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            1_000,
            Duration.ZERO,
            sinks);
    freshness =
        new TopicFreshness(
            kafka.bootstrapServers(),
            settings,
            floors,
            near,
            (_, _, _, _, _) -> {},
            new Arrivals(spans, meters, InstantSource.system()));
    freshness.start();
    return freshness;
  }

  /**
   * The broker here speaks no TLS, so a client that was told to does not come to the topic's end.
   */
  @Test
  void settings_of_the_clients_are_theirs() {
    TopicFreshness encrypted = start(List.of(), Map.of("security.protocol", "SSL"));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> !encrypted.isReady());
    encrypted.stop();
    TopicFreshness plain = start(List.of(), Map.of("security.protocol", "PLAINTEXT"));
    await().atMost(SOON).until(plain::isReady);
  }

  @Test
  void a_change_that_arrives_is_timed_and_ends_its_trace() throws Exception {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    try (OtlpCollector collector = OtlpCollector.start();
        Spans sent = Spans.to(collector.endpoint(), "query", 0)) {
      spans = sent;
      TopicFreshness started = start(List.of());
      await().atMost(SOON).until(started::isReady);
      var view =
          new ProducerRecord<>(
              Topics.VIEWS, PARTITION.partition(), bytes("product:traced"), bytes("{}"));
      view.headers()
          .add(ViewHeaders.FORMAT, bytes("1"))
          .add(ViewHeaders.SEQUENCE, bytes("4"))
          .add(ViewHeaders.STATE, bytes(ViewHeaders.LIVE))
          .add(ViewHeaders.TIME, bytes(Instant.now().minusSeconds(3).toString()))
          .add(ViewHeaders.TRACEPARENT, bytes(trace));
      producer.send(view).get();
      assertThat(collector.await(1, SOON))
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.name()).isEqualTo("near-cache");
                assertThat(span.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
                assertThat(span.parentId()).isEqualTo("00f067aa0ba902b7");
                assertThat(span.attributes())
                    .containsEntry("vitrine.key", "product:traced")
                    .containsEntry("vitrine.sequence", "4");
              });
      assertThat(meters.get("vitrine.near.lag").timer().totalTime(TimeUnit.SECONDS))
          .isBetween(3.0, 23.0);
    }
  }

  private static ViewKey key(String name) {
    return new ViewKey.Product(name);
  }

  /** Returns the offset behind the view. */
  private static long send(ViewKey key, long sequence) throws Exception {
    return send(PARTITION.partition(), key, sequence);
  }

  private static long send(int partition, ViewKey key, long sequence) throws Exception {
    var view =
        new ProducerRecord<>(
            Topics.VIEWS, partition, bytes(key.text()), bytes("{\"version\":" + sequence + "}"));
    view.headers()
        .add(ViewHeaders.FORMAT, bytes("1"))
        .add(ViewHeaders.SEQUENCE, bytes(Long.toString(sequence)))
        .add(ViewHeaders.STATE, bytes(ViewHeaders.LIVE));
    return producer.send(view).get().offset() + 1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void passed(String sink, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(sink, Map.of(PARTITION, new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  /** Of the floor: the cache holds only what was read. */
  private long sequence(ViewKey key) {
    ViewVersion floor = floors.of(key);
    return floor == null ? -1 : floor.sequence();
  }

  private long cached(ViewKey key) {
    NearEntry entry = near.get(key);
    StoredView view = entry == null ? null : entry.view();
    return view == null ? -1 : view.version().sequence();
  }

  @Test
  void changes_arrive_and_the_cache_is_known_to_be_current() throws Exception {
    send(key("first"), 3);
    TopicFreshness started = start(List.of("connect-none"));
    await().atMost(SOON).until(started::isReady);
    assertThat(sequence(key("first"))).isEqualTo(3);
    near.offered(
        key("first"),
        new ReadyView(new StoredView(ViewVersion.ofSequence(3), false, bytes("{}"))),
        System.nanoTime(),
        true,
        null);
    send(key("first"), 4);
    await().atMost(SOON).until(() -> cached(key("first")) == 4);
    long before = started.currentAsOf();
    await().atMost(SOON).until(() -> started.currentAsOf() - before > 0);
  }

  @Test
  void what_is_no_view_is_left_out_and_stops_nothing() throws Exception {
    TopicFreshness started = start(List.of("connect-none"));
    await().atMost(SOON).until(started::isReady);
    producer.send(new ProducerRecord<>(Topics.VIEWS, bytes("product:headless"), bytes("{}"))).get();
    producer.send(new ProducerRecord<>(Topics.VIEWS, null, bytes("{}"))).get();
    var empty = new ProducerRecord<>(Topics.VIEWS, bytes("product:empty"), bytes("{}"));
    empty.headers().add(ViewHeaders.FORMAT, null);
    producer.send(empty).get();
    producer.send(new ProducerRecord<>(Topics.VIEWS, bytes("nothing"), null)).get();
    send(key("behind-it"), 1);
    await().atMost(SOON).until(() -> sequence(key("behind-it")) == 1);
  }

  @Test
  void begins_where_the_slower_sink_is_and_lets_go_of_what_both_have_passed() throws Exception {
    long end = send(key("passed"), 7);
    passed("connect-a", end);
    passed("connect-b", end);
    long behind = send(key("behind"), 8);
    passed("connect-a", behind);
    TopicFreshness started = start(List.of("connect-a", "connect-b"));
    await().atMost(SOON).until(started::isReady);
    assertThat(floors.of(key("passed"))).isNull();
    assertThat(floors.of(key("behind"))).isEqualTo(ViewVersion.ofSequence(8));
    await()
        .during(Duration.ofSeconds(6))
        .atMost(SOON)
        .until(() -> floors.of(key("behind")) != null);
    passed("connect-b", behind);
    await().atMost(SOON).until(() -> floors.of(key("behind")) == null);
  }

  @Test
  void a_kafka_that_is_away_stops_the_clock_and_comes_back() throws Exception {
    TopicFreshness started = start(List.of("connect-none"));
    await().atMost(SOON).until(started::isReady);
    kafka.running().kill();
    try {
      long killed = System.nanoTime();
      await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
      assertThat(started.currentAsOf() - killed).isNegative();
      assertThat(started.isReady()).isTrue();
    } finally {
      kafka.running().start();
    }
    send(key("later"), 1);
    await().atMost(Duration.ofSeconds(40)).until(() -> sequence(key("later")) == 1);
    long before = started.currentAsOf();
    await().atMost(SOON).until(() -> started.currentAsOf() - before > 0);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void partitions_that_are_added_are_read_too() throws Exception {
    TopicFreshness started = start(List.of("connect-none"));
    await().atMost(SOON).until(started::isReady);
    admin.createPartitions(Map.of(Topics.VIEWS, NewPartitions.increaseTo(2))).all().get();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              send(1, key("added"), 5);
              assertThat(sequence(key("added"))).isEqualTo(5);
            });
    await().atMost(SOON).until(started::isReady);
  }
}
