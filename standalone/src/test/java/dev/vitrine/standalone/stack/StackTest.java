package dev.vitrine.standalone.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.engines.OtlpCollector;
import dev.vitrine.standalone.audit.LocalDynamo;
import dev.vitrine.standalone.audit.StackAudit;
import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import dev.vitrine.standalone.imports.ImportClient;
import dev.vitrine.standalone.imports.ImportProgress;
import dev.vitrine.standalone.token.KeyPairFiles;
import dev.vitrine.standalone.token.Tokens;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The whole path, from a command to a read, on real engines and the services' own jars. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(900)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class StackTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration READABLE = Duration.ofSeconds(60);

  @TempDir static Path temp;
  private final OtlpCollector collector = OtlpCollector.start();
  private final Queue<String> audited = new ConcurrentLinkedQueue<>();
  private Stack stack;
  private Http http;
  private String token;

  @BeforeAll
  void up() throws InterruptedException {
    http = new Http();
    stack = start(freePorts(), DataDir.Kept.ALL);
    token =
        new Tokens(new KeyPairFiles(stack.dir().keys()))
            .issue(Tokens.Role.ADMIN, "test", Instant.now(), Duration.ofHours(1));
  }

  @AfterAll
  void down() {
    stack.close();
    http.close();
    collector.close();
  }

  @Test
  @Order(1)
  void a_change_travels_the_whole_path() throws IOException, InterruptedException {
    String lamp =
        """
        {"id":"lamp","slug":"lamp","name":"Lamp","variants":[{"sku":"L-1",
         "prices":[{"currency":"USD","amount":"29.90"}]}]}\
        """;
    assertThat(post("/v1/products", lamp).statusCode()).isEqualTo(201);
    act("{\"action\":\"publish\"}");
    await("/v1/products/lamp", answer -> body(answer).contains("29.90"));
    await("/v1/skus/L-1", answer -> answer.statusCode() == 200);
    act(
        "{\"action\":\"set-prices\",\"ref\":{\"sku\":\"L-1\"},"
            + "\"prices\":[{\"currency\":\"USD\",\"amount\":\"31.00\"}]}");
    await("/v1/products/lamp", answer -> body(answer).contains("31.00"));
    act("{\"action\":\"unpublish\"}");
    HttpResponse<byte[]> gone = await("/v1/products/lamp", answer -> answer.statusCode() == 404);
    assertThat(gone.headers().firstValue("Vitrine-Version")).contains("3");
    act("{\"action\":\"publish\"}");
    await("/v1/products/lamp", answer -> answer.statusCode() == 200);
  }

  @Test
  @Order(2)
  void the_tag_of_any_read_of_a_product_is_taken_as_its_version()
      throws IOException, InterruptedException {
    String tagged =
        """
        {"id":"tagged","slug":"tagged","name":"%s","variants":[{"sku":"T-1"}]}\
        """
            .formatted("T".repeat(600)); // what is shorter goes out uncompressed
    assertThat(post("/v1/products", tagged).statusCode()).isEqualTo(201);
    String publish = "{\"actions\":[{\"action\":\"publish\"}]}";
    assertThat(post("/v1/products/tagged/actions", publish).statusCode()).isEqualTo(200);
    Set<String> tags = new HashSet<>();
    for (String path : List.of("/v1/products/tagged", "/v1/skus/T-1", "/v1/slugs/tagged")) {
      tags.add(tag(await(path, answer -> answer.statusCode() == 200)));
      tags.add(tag(http.send(read(path).header("Accept-Encoding", "gzip").build())));
    }
    assertThat(tags).hasSize(4);
    for (String tag : tags) {
      HttpRequest.Builder again =
          command("/v1/products/tagged/actions").POST(BodyPublishers.ofString(publish));
      HttpResponse<byte[]> answer = http.send(again.header("If-Match", tag).build());
      assertThat(answer.statusCode()).as(() -> tag + ": " + body(answer)).isEqualTo(200);
    }
  }

  private static String tag(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  @Test
  @Order(2)
  void one_trace_shows_the_whole_path() throws IOException, InterruptedException {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String caller = "00f067aa0ba902b7";
    HttpResponse<byte[]> renamed =
        http.send(
            command("/v1/products/lamp/actions")
                .header("traceparent", "00-" + trace + "-" + caller + "-01")
                .POST(
                    BodyPublishers.ofString(
                        "{\"actions\":[{\"action\":\"rename\",\"name\":\"Traced\"}]}"))
                .build());
    assertThat(renamed.statusCode()).isEqualTo(200);
    Predicate<OtlpCollector.Span> ofTheProduct =
        span ->
            span.traceId().equals(trace)
                && span.attributes()
                    .getOrDefault("vitrine.key", "product:lamp")
                    .equals("product:lamp");
    List<OtlpCollector.Span> spans =
        collector.await(all -> all.stream().filter(ofTheProduct).count() >= 6, READABLE).stream()
            .filter(ofTheProduct)
            .toList();
    Map<String, OtlpCollector.Span> byName =
        spans.stream()
            .collect(
                Collectors.toMap(
                    span -> span.name() + span.attributes().getOrDefault("vitrine.connector", ""),
                    span -> span));
    assertThat(byName)
        .containsOnlyKeys(
            "POST /v1/products/{id}/actions",
            "relay",
            "fold",
            "sinkvitrine-redis-sink",
            "sinkvitrine-dynamodb-sink",
            "near-cache");
    OtlpCollector.Span command = requireNonNull(byName.get("POST /v1/products/{id}/actions"));
    OtlpCollector.Span relay = requireNonNull(byName.get("relay"));
    OtlpCollector.Span fold = requireNonNull(byName.get("fold"));
    assertThat(command.parentId()).isEqualTo(caller);
    assertThat(relay.parentId()).isEqualTo(command.spanId());
    assertThat(relay.took()).isBetween(Duration.ZERO, READABLE);
    assertThat(fold.parentId()).isEqualTo(relay.spanId());
    assertThat(spans)
        .filteredOn(span -> span.name().equals("sink") || span.name().equals("near-cache"))
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(fold.spanId()));
    assertThat(spans)
        .extracting(OtlpCollector.Span::service)
        .contains(
            "vitrine-command-service",
            "vitrine-projections",
            "vitrine-connect",
            "vitrine-query-service");
  }

  @Test
  @Order(2)
  void every_hop_shows_its_metrics() throws IOException, InterruptedException {
    Ports ports = stack.ports();
    String commands = metrics(ports.command() + "/actuator/prometheus");
    long until = System.nanoTime() + BOUND.toNanos();
    while (!commands.contains("vitrine_relay_slot_active 1.0") && System.nanoTime() < until) {
      Pause.of(Duration.ofMillis(500)); // asked every 15 s
      commands = metrics(ports.command() + "/actuator/prometheus");
    }
    assertThat(commands)
        .contains("vitrine_commands_seconds_count{command=\"CreateProduct\",outcome=\"accepted\"}")
        .contains("vitrine_events_append_seconds_bucket")
        .containsPattern("vitrine_relay_slot_retained_bytes [0-9]")
        .contains("vitrine_relay_slot_active 1.0");
    assertThat(metrics(ports.projections() + "/actuator/prometheus"))
        .containsPattern("vitrine_relay_lag_seconds_count [1-9]")
        .containsPattern("vitrine_fold_lag_seconds_count [1-9]");
    assertThat(metrics(ports.queryManagement() + "/actuator/prometheus"))
        .containsPattern("vitrine_near_lag_seconds_count [1-9]")
        .contains("vitrine_near_age_seconds")
        .contains("vitrine_reads_total{kind=\"product\",outcome=\"live\",source=\"redis\"}")
        .contains("resilience4j_circuitbreaker_state");
    String connect = metrics(ports.connectMetrics() + "/metrics");
    for (String sink : List.of("vitrine-redis-sink", "vitrine-dynamodb-sink")) {
      assertThat(connect)
          .contains(
              "vitrine_sink_records_total{connector=\"" + sink + "\",outcome=\"written\",task=")
          .contains("vitrine_sink_lag_buckets_total{connector=\"" + sink + "\",le=\"+Inf\",task=")
          .contains("vitrine_sink_lag_seconds_total{connector=\"" + sink + "\",task=")
          .contains("vitrine_sink_retries_total{connector=\"" + sink + "\",task=")
          .contains("vitrine_sink_put_milliseconds_max{connector=\"" + sink + "\",task=")
          .contains("vitrine_sink_consumer_lag_records{connector=\"" + sink + "\",task=")
          .contains(
              "vitrine_connect_task_status{connector=\""
                  + sink
                  + "\",status=\"running\",task=\"0\"} 1.0")
          .contains(
              "vitrine_connect_connector_status{connector=\""
                  + sink
                  + "\",status=\"running\"} 1.0");
    }
    for (String sink : List.of("vitrine-redis-sink", "vitrine-dynamodb-sink")) {
      for (String task : List.of("0", "1")) { // each counts its own
        assertThat(
                value(
                    connect,
                    "vitrine_sink_records_total{connector=\"%s\",outcome=\"written\",task=\"%s\"}"
                        .formatted(sink, task)))
            .isEqualTo(
                value(
                    connect,
                    "vitrine_sink_lag_buckets_total{connector=\"%s\",le=\"+Inf\",task=\"%s\"}"
                        .formatted(sink, task)));
      }
    }
    assertThat(connect)
        .contains("vitrine_relay_connected 1.0")
        .containsPattern("vitrine_relay_behind_source_milliseconds [0-9-]")
        .containsPattern("vitrine_relay_queue_remaining_records [0-9]")
        .containsPattern("vitrine_relay_events_total [1-9]")
        .contains("jvm_memory_used_bytes");
  }

  private static String value(String metrics, String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series))
        .map(line -> line.substring(series.length()))
        .findFirst()
        .orElseThrow();
  }

  private String metrics(String portAndPath) throws IOException, InterruptedException {
    return body(http.send(Http.request("http://127.0.0.1:" + portAndPath, BOUND).GET().build()));
  }

  @Test
  @Order(3)
  void a_second_stack_on_the_same_data_is_refused() {
    assertThatThrownBy(() -> prepare(freePorts(), DataDir.Kept.ALL))
        .isInstanceOf(StandaloneException.class)
        .hasMessageContaining("already up");
  }

  @Test
  @Order(4)
  void an_import_reaches_every_store() throws InterruptedException {
    String rows =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    "{\"id\":\"row-%d\",\"name\":\"Row %d\",\"categories\":[\"A > B\"],"
                            .formatted(i, i)
                        + "\"variants\":[{\"sku\":\"R-%d\"}]}".formatted(i))
            .collect(Collectors.joining("\n"));
    try (var client = new ImportClient(stack.ports().commandUrl(), token)) {
      URI location =
          client.start(new ImportClient.Upload("jsonl", true, null), BodyPublishers.ofString(rows));
      ImportProgress end = client.follow(location, _ -> {});
      assertThat(end.accepted()).isEqualTo(200);
    }
    assertThat(audit()).isZero();
  }

  @Test
  @Order(5)
  void a_corrupted_item_in_each_store_fails_the_audit() throws InterruptedException {
    try (DynamoDbClient dynamo = LocalDynamo.open(stack.ports().dynamodbUrl());
        RedisClient client = RedisClient.create(stack.ports().redisUrl());
        var redis = client.connect()) {
      Map<String, AttributeValue> key = Map.of(DynamoTables.KEY, AttributeValue.fromS("sku:R-7"));
      Map<String, AttributeValue> right =
          dynamo.getItem(get -> get.tableName(DynamoTables.VIEWS).key(key)).item();
      var wrong = new HashMap<>(right);
      wrong.put(DynamoTables.BODY, AttributeValue.fromB(SdkBytes.fromUtf8String("{}")));
      dynamo.putItem(put -> put.tableName(DynamoTables.VIEWS).item(wrong));
      redis.sync().set("product:row-7", "1 0 live\n{\"id\":\"row-7\",\"name\":{\"en\":\"?\"}}");
      audited.clear();
      try {
        assertThat(audit()).isPositive();
        assertThat(audited)
            .anyMatch(line -> line.contains("dynamodb vitrine-views sku:R-7 DIFFERENT"))
            .anyMatch(line -> line.contains("redis product:row-7 OLDER"))
            // The replica knows of a newer view than this, and answers with that.
            .noneMatch(line -> line.contains("http by id product:"));
      } finally {
        dynamo.putItem(put -> put.tableName(DynamoTables.VIEWS).item(right));
        redis.sync().del("product:row-7");
      }
    }
    assertThat(audit()).isZero();
  }

  @Test
  @Order(6)
  void after_down_and_up_everything_is_still_there() throws IOException, InterruptedException {
    Ports ports = stack.ports();
    stack.close();
    assertThat(StackState.running(stack.dir())).isEmpty();
    stack = start(ports, DataDir.Kept.ALL);
    await("/v1/products/lamp", answer -> body(answer).contains("31.00"));
    assertThat(audit()).isZero();
  }

  /** The first of the promises: what was acknowledged is in PostgreSQL, and nothing else counts. */
  @Test
  @Order(7)
  void of_the_events_alone_everything_is_made_again() throws IOException, InterruptedException {
    Ports ports = stack.ports();
    stack.close();
    stack = start(ports, DataDir.Kept.EVENTS);
    await("/v1/products/lamp", answer -> body(answer).contains("31.00"));
    await("/v1/skus/R-199", answer -> answer.statusCode() == 200);
    assertThat(audit()).isZero();
    act("{\"action\":\"unpublish\"}");
    await("/v1/products/lamp", answer -> answer.statusCode() == 404);
  }

  private Stack start(Ports ports, DataDir.Kept kept) throws InterruptedException {
    Stack started = prepare(ports, kept);
    try {
      started.start();
    } catch (StandaloneException e) {
      started.close();
      throw e;
    }
    started.ready();
    return started;
  }

  private Stack prepare(Ports ports, DataDir.Kept kept) throws InterruptedException {
    Path root = Path.of(System.getProperty("vitrine.root", ".")).toAbsolutePath();
    return Stack.prepare(
        root,
        temp.resolve("data"),
        ports,
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()),
        kept,
        false,
        null,
        System.out::println);
  }

  private static Ports freePorts() {
    Set<Integer> free = new LinkedHashSet<>();
    while (free.size() < Ports.DEFAULT.all().size()) {
      free.add(dev.vitrine.engines.Ports.free());
    }
    return Ports.of(new ArrayList<>(free));
  }

  private long audit() throws InterruptedException {
    Consumer<String> says =
        line -> {
          audited.add(line);
          System.out.println(line);
        };
    return new StackAudit(stack.ports(), token, Stack.DATABASE_PASSWORD, says)
        .run(Duration.ofMinutes(3));
  }

  private void act(String action) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        post("/v1/products/lamp/actions", "{\"actions\":[" + action + "]}");
    assertThat(answer.statusCode()).as(() -> body(answer)).isEqualTo(200);
  }

  private HttpResponse<byte[]> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(command(path).POST(BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder command(String path) {
    return Http.request(stack.ports().commandUrl() + path, BOUND)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private HttpRequest.Builder read(String path) {
    return Http.request(stack.ports().queryUrl() + path, BOUND);
  }

  /** Reads until the answer is as it must become. */
  private HttpResponse<byte[]> await(String path, Predicate<HttpResponse<byte[]>> wanted)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + READABLE.toNanos();
    while (true) {
      HttpResponse<byte[]> answer = http.send(read(path).build());
      if (wanted.test(answer)) {
        return answer;
      }
      assertThat(System.nanoTime()).as(path + " is " + body(answer)).isLessThan(until);
      Pause.of(Duration.ofMillis(20));
    }
  }

  private static String body(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
