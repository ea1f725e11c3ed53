package dev.vitrine.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.engines.Kafka;
import dev.vitrine.query.Shop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;
import reactor.test.StepVerifier;

/** Streams over HTTP, from a real topic. */
@Timeout(120)
@ExtendWith(Shop.Provided.class)
final class StreamTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int PARTITIONS = 3;
  private static final List<String> SINKS = List.of("connect-a", "connect-b");
  private static Kafka kafka;
  private static KafkaProducer<byte[], byte[]> producer;
  private static Shop shop;
  private static HttpClient client;

  @BeforeAll
  static void start(Shop stores, @TempDir Path folder) throws Exception {
    kafka = Kafka.start(folder);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(Topics.VIEWS, PARTITIONS, (short) 1))).all().get();
    }
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "5"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    shop = replica(stores);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static Shop replica(Shop stores, String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("--vitrine.near.bootstrap-servers=" + kafka.bootstrapServers());
    settings.add("--vitrine.near.sinks=" + String.join(",", SINKS));
    settings.add("--vitrine.stream.heartbeat=1s");
    Shop replica = stores.replica(settings.toArray(new String[0]));
    await().atMost(SOON).until(() -> replica.get("/actuator/health/readiness").status() == 200);
    return replica;
  }

  @AfterAll
  static void stop() {
    client.shutdownNow();
    producer.close(Duration.ZERO);
    kafka.close();
  }

  private static void change(String key, long version, String state) {
    var view =
        new ProducerRecord<>(Topics.VIEWS, bytes(key), bytes("{\"version\":" + version + "}"));
    view.headers()
        .add(ViewHeaders.FORMAT, bytes("1"))
        .add(ViewHeaders.SEQUENCE, bytes(Long.toString(version)))
        .add(ViewHeaders.STATE, bytes(state));
    var _ = producer.send(view);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The lines of a stream as they come. */
  private static final class Listening implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final InputStream body;

    Listening(String query, String... headers) throws Exception {
      this(shop, query, headers);
    }

    Listening(Shop replica, String query, String... headers) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(replica.base() + "/v1/stream?" + query));
      if (headers.length > 0) {
        request.headers(headers);
      }
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      body = answer.body();
      Thread.ofVirtual().start(this::read);
      await().atMost(SOON).until(() -> lines.contains(":listening"));
    }

    private void read() {
      try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        reader.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException _) {
        lines.add("closed");
      }
    }

    String awaitLine(String beginning) {
      await().atMost(SOON).until(() -> has(beginning));
      return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
    }

    /** What a client sends when it comes back. */
    String lastId() {
      String last = "";
      for (String line : lines) {
        last = line.startsWith("id:") ? line.substring("id:".length()) : last;
      }
      return last;
    }

    boolean has(String beginning) {
      return lines.stream().anyMatch(line -> line.startsWith(beginning));
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  @Test
  void new_versions_are_told_as_they_arrive_and_an_idle_stream_says_that_it_lives()
      throws Exception {
    String id = Shop.fresh("streamed");
    try (var listening = new Listening("ids=" + id + ",another")) {
      change("product:" + id, 3, ViewHeaders.LIVE);
      listening.awaitLine("data:{\"id\":\"" + id + "\",\"version\":3,\"state\":\"live\"}");
      change("product:" + id, 4, ViewHeaders.GONE);
      listening.awaitLine("data:{\"id\":\"" + id + "\",\"version\":4,\"state\":\"gone\"}");
      assertThat(listening.has("event:version")).isTrue();
      assertThat(listening.has("retry:")).isTrue();
      await().atMost(SOON).until(() -> listening.lines.contains(":"));
    }
  }

  @Test
  void what_was_missed_is_told_to_who_comes_back() throws Exception {
    String id = Shop.fresh("resumed");
    String last;
    try (var listening = new Listening("ids=" + id)) {
      change("product:" + id, 1, ViewHeaders.LIVE);
      listening.awaitLine("data:{\"id\":\"" + id + "\",\"version\":1");
      last = listening.lastId();
      change("product:" + id, 2, ViewHeaders.LIVE);
      listening.awaitLine("data:{\"id\":\"" + id + "\",\"version\":2");
    }
    try (var listening = new Listening("ids=" + id, "Last-Event-ID", last)) {
      listening.awaitLine("data:{\"id\":\"" + id + "\",\"version\":2");
      assertThat(listening.has("data:{\"id\":\"" + id + "\",\"version\":1")).isFalse();
      assertThat(listening.has("event:reset")).isFalse();
    }
  }

  @Test
  void a_position_of_another_topic_is_a_reset() throws Exception {
    change("product:" + Shop.fresh("any"), 1, ViewHeaders.LIVE);
    try (var listening = new Listening("ids=any", "Last-Event-ID", "0-zzzz_1-zzzz_2-zzzz")) {
      listening.awaitLine("event:reset");
    }
  }

  /** A browser that is refused never comes back. */
  @Test
  void an_id_that_was_not_given_here_is_a_reset() throws Exception {
    for (String last : List.of("nonsense", "0-1 1-2", "\u00e9", "0-zzzzzzzzzzzzzzz")) {
      try (var listening = new Listening("ids=any", "Last-Event-ID", last)) {
        listening.awaitLine("event:reset");
      }
    }
  }

  @Test
  void the_headers_can_be_asked_for_without_opening_a_stream() {
    Shop.Answer headers = shop.send("HEAD", "/v1/stream?ids=a");
    assertThat(headers.status()).isEqualTo(200);
    assertThat(headers.header("Content-Type")).startsWith("text/event-stream");
    assertThat(shop.send("HEAD", "/v1/stream").status()).isEqualTo(400);
    assertThat(shop.send("POST", "/v1/stream?ids=a").status()).isEqualTo(405);
  }

  @Test
  void who_has_heard_of_no_change_yet_comes_back_to_what_it_missed() throws Exception {
    String id = Shop.fresh("quiet");
    String opened;
    String later;
    try (var listening = new Listening("ids=" + id)) {
      opened = listening.lastId();
      change("product:" + Shop.fresh("other"), 1, ViewHeaders.LIVE);
      await().atMost(SOON).until(() -> !listening.lastId().equals(opened));
      later = listening.lastId();
      assertThat(listening.has("event:")).isFalse();
    }
    change("product:" + id, 1, ViewHeaders.LIVE);
    for (String last : List.of(opened, later)) {
      try (var listening = new Listening("ids=" + id, "Last-Event-ID", last)) {
        listening.awaitLine("data:{\"id\":\"" + id + "\",\"version\":1");
        assertThat(listening.has("event:reset")).isFalse();
      }
    }
  }

  @Test
  void a_new_replica_goes_on_from_where_it_began_to_read_and_says_reset_before(Shop stores)
      throws Exception {
    String id = Shop.fresh("unheard");
    String version = "data:{\"id\":\"" + id + "\",\"version\":";
    String first;
    try (var listening = new Listening("ids=" + id)) {
      change("product:" + id, 1, ViewHeaders.LIVE);
      listening.awaitLine(version + "1");
      first = listening.lastId();
    }
    change("product:" + id, 2, ViewHeaders.LIVE);
    producer.flush();
    String second;
    try (var listening = new Listening("ids=" + id, "Last-Event-ID", first)) {
      listening.awaitLine(version + "2");
      second = listening.lastId();
    }
    bothSinksPass();
    Shop fresh = replica(stores);
    try (var listening = new Listening(fresh, "ids=" + id, "Last-Event-ID", first)) {
      listening.awaitLine("event:reset");
    }
    try (var listening = new Listening(fresh, "ids=" + id, "Last-Event-ID", second)) {
      change("product:" + id, 3, ViewHeaders.LIVE);
      listening.awaitLine(version + "3");
      assertThat(listening.has("event:reset")).isFalse();
    }
  }

  /** Both commit that they have brought all that is in the topic. */
  private static void bothSinksPass() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> latest =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(Topics.VIEWS, partition))
              .collect(Collectors.toMap(one -> one, _ -> OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      admin
          .listOffsets(latest)
          .all()
          .get()
          .forEach((one, end) -> ends.put(one, new OffsetAndMetadata(end.offset())));
      for (String sink : SINKS) {
        admin.alterConsumerGroupOffsets(sink, ends).all().get();
      }
    }
  }

  @Test
  void one_stream_more_than_there_may_be_is_refused_until_another_ends(Shop stores)
      throws Exception {
    Shop small = replica(stores, "--vitrine.stream.streams=2");
    try (var _ = new Listening(small, "ids=a")) {
      try (var _ = new Listening(small, "ids=b")) {
        Shop.Answer refused = small.get("/v1/stream?ids=c");
        assertThat(refused.problem())
            .containsEntry("status", 503)
            .containsEntry("type", "urn:vitrine:problem:too-many-streams");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(small.get("/v1/products/c").status()).as("reads go on").isEqualTo(404);
      }
      await().atMost(SOON).until(() -> small.bean(ChangeHub.class).open() == 1);
      try (var _ = new Listening(small, "ids=c")) {
        assertThat(small.get("/v1/stream?ids=d").status()).isEqualTo(503);
      }
    }
  }

  @Test
  void a_category_is_told_of_what_comes_changes_and_leaves() throws Exception {
    String category = Shop.fresh("category");
    try (var listening = new Listening("category=" + category)) {
      change("listing:" + category + ":lamp", 5, ViewHeaders.LIVE);
      listening.awaitLine("data:{\"id\":\"lamp\",\"version\":5,\"state\":\"live\"}");
      change("listing:" + category + ":lamp", 6, ViewHeaders.GONE);
      listening.awaitLine("data:{\"id\":\"lamp\",\"version\":6,\"state\":\"gone\"}");
    }
  }

  @Test
  void the_connection_of_a_reader_that_does_not_read_is_closed() throws Exception {
    String id = Shop.fresh("flood");
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      connect(socket);
      OutputStream requests = socket.getOutputStream();
      requests.write(bytes("GET /v1/stream?ids=" + id + " HTTP/1.1\r\nHost: shop\r\n\r\n"));
      await().atMost(SOON).until(() -> socket.getInputStream().available() > 0);
      floodUntilCutOff(id);
      // Nothing of what it was sent has been read; what is written to a closed connection fails.
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> requests.write(bytes("\r\n")))
                      .isInstanceOf(SocketException.class));
      awaitAllClosed();
    }
  }

  /** What the server refuses it answers by itself, and what waits behind a stream never ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        "\r\nGET / HTTP/2.0\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: shop\r\n\r\n",
        "Connection: Upgrade\r\nUpgrade: x\r\n\r\nrubbish\r\n\r\n"
      })
  void what_comes_behind_a_stream_ends_it_and_leaves_nothing(String behind) throws Exception {
    awaitAllClosed();
    double before = shop.count("vitrine.streams", "event", "opened");
    try (Socket socket = new Socket()) {
      connect(socket);
      socket.setSoTimeout(20_000);
      String stream = "GET /v1/stream?ids=a HTTP/1.1\r\nHost: shop\r\n";
      socket.getOutputStream().write(bytes(stream + behind));
      await()
          .atMost(SOON)
          .until(() -> shop.count("vitrine.streams", "event", "opened") == before + 1);
      awaitAllClosed();
      assertThat(socket.getInputStream().readAllBytes()).isNotNull();
    } catch (SocketException _) {
      // Closed with something unread.
    }
    assertThat(shop.bean(ChangeHub.class).open()).isZero();
  }

  @Test
  void the_stream_of_an_http2_reader_that_does_not_read_is_closed() {
    String id = Shop.fresh("flood");
    StepVerifier.create(
            reactor.netty.http.client.HttpClient.create()
                .protocol(HttpProtocol.H2C)
                .http2Settings(settings -> settings.initialWindowSize(65_535))
                .get()
                .uri(shop.base() + "/v1/stream?ids=" + id)
                .responseContent(),
            1)
        .expectNextCount(1)
        .then(
            () -> {
              floodUntilCutOff(id);
              awaitAllClosed();
            })
        .thenRequest(Long.MAX_VALUE)
        .thenConsumeWhile(_ -> true)
        .expectError()
        .verify(Duration.ofSeconds(60));
  }

  private static void connect(Socket socket) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(shop.base()).getPort()),
        5_000);
  }

  private static void floodUntilCutOff(String id) {
    double before = shop.count("vitrine.streams", "event", "cut-off");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                change("product:" + id, i, ViewHeaders.LIVE);
              }
              producer.flush();
              return shop.count("vitrine.streams", "event", "cut-off") > before;
            });
  }

  private static void awaitAllClosed() {
    await()
        .atMost(SOON)
        .until(
            () ->
                shop.count("vitrine.streams", "event", "closed")
                    == shop.count("vitrine.streams", "event", "opened"));
  }

  @Test
  void what_is_asked_wrongly_is_said() {
    assertThat(shop.get("/v1/stream").problem()).containsEntry("status", 400);
    assertThat(shop.get("/v1/stream?ids=a&category=b").problem()).containsEntry("status", 400);
    assertThat(shop.get("/v1/stream?ids=a,,b").problem()).containsEntry("status", 400);
    String many =
        IntStream.range(0, 101).mapToObj(Integer::toString).collect(Collectors.joining(","));
    assertThat(shop.get("/v1/stream?ids=" + many).problem()).containsEntry("status", 400);
  }
}
