package dev.vitrine.connectors.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.ViewVersion;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Both sinks in a real Connect worker, from a real topic into real stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SinksInConnectIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  private SinkStack stack;

  @BeforeAll
  void start(@TempDir Path data) throws IOException, InterruptedException, ExecutionException {
    stack = SinkStack.start(data);
    stack.deploySinks();
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void connect_finds_both_connectors_with_their_version() throws Exception {
    assertThat(get("/connector-plugins"))
        .contains(
            "{\"class\":\"dev.vitrine.connectors.dynamodb.DynamoDbSinkConnector\",\"type\":\"sink\","
                + "\"version\":\""
                + System.getProperty("vitrine.version")
                + "\"}")
        .contains("dev.vitrine.connectors.redis.RedisSinkConnector");
  }

  @Test
  void a_wrong_configuration_is_told_all_its_mistakes_at_once() throws Exception {
    String answer =
        put(
            "/connector-plugins/DynamoDbSinkConnector/config/validate",
            """
            {"connector.class":"dev.vitrine.connectors.dynamodb.DynamoDbSinkConnector",
             "name":"x","topics":"catalog.views",
             "dynamodb.endpoint":"localhost:8000","listing.currencies":"USD,eur",
             "write.mode":"fast","max.in.flight":"0"}
            """);

    assertThat(answer)
        .contains("must be like https://host:port")
        .contains("eur is not like USD")
        .contains("write.mode")
        .contains("Value must be at least 1")
        .contains("header.converter must be org.apache.kafka.connect.converters.ByteArrayConverter")
        .contains("\"error_count\":7");
  }

  @Test
  void views_reach_both_stores_in_whatever_order_and_however_often_they_come() {
    List<Integer> sends =
        new ArrayList<>(IntStream.range(0, 1_200).map(i -> i % 600).boxed().toList());
    Collections.shuffle(sends, new Random(7));
    for (int send : sends) {
      stack.send("product:shuffled" + send % 60, ViewVersion.ofSequence(send / 60), "{}");
    }
    stack.send("categories", ViewVersion.ofSequence(3), "{\"categories\":[]}");
    stack.send("sku:S/1", ViewVersion.ofGeneration(2), "{\"product\":\"p\",\"generation\":2}");
    stack.send(
        "listing:lamps:p",
        ViewVersion.ofSequence(5),
        "{\"category\":\"lamps\",\"product\":\"p\",\"version\":5,\"sort\":"
            + "{\"name\":\"2a.p\",\"newest\":\"2026-11-22T00:35:31.000000Z.p\",\"price\":{}}}");

    for (int i = 0; i < 60; i++) {
      awaitBoth("product:shuffled" + i, 9);
    }
    awaitBoth("categories", 3);
    awaitBoth("sku:S/1", 2);
    await().atMost(SOON).until(() -> stack.entryInDynamoDb("lamps", "p") == 5);
    assertThat(stack.inRedis("listing:lamps:p")).isEqualTo(-1);
  }

  @Test
  void poison_goes_to_the_dead_letters_of_both_with_its_reason_and_the_others_flow_on() {
    var _ =
        stack.producer.send(
            new ProducerRecord<>(
                Topics.VIEWS, "product:poison".getBytes(UTF_8), "{}".getBytes(UTF_8)));
    stack.send("product:healthy", ViewVersion.ofSequence(1), "{}");

    awaitBoth("product:healthy", 1);
    assertThat(deadLetters(2))
        .allSatisfy(
            letter -> {
              assertThat(new String(letter.key(), UTF_8)).isEqualTo("product:poison");
              assertThat(header(letter, "__connect.errors.exception.message"))
                  .contains("header vitrine_format is missing");
              assertThat(header(letter, "__connect.errors.topic")).isEqualTo(Topics.VIEWS);
            })
        .extracting(letter -> header(letter, "__connect.errors.connector.name"))
        .containsExactlyInAnyOrder(SinkStack.DYNAMODB_SINK, SinkStack.REDIS_SINK);
  }

  @Test
  void stores_that_are_killed_in_the_middle_get_everything_when_they_are_back() {
    stack.send("product:before", ViewVersion.ofSequence(1), "{}");
    awaitBoth("product:before", 1);

    stack.dynamoDb.running().kill();
    stack.redis.running().kill();
    for (int i = 0; i < 300; i++) {
      stack.send("product:outage" + i % 30, ViewVersion.ofSequence(i / 30), "{}");
    }
    stack.producer.flush();
    stack.redis.running().start();
    stack.dynamoDb.running().start();

    for (int i = 0; i < 30; i++) {
      awaitBoth("product:outage" + i, 9);
    }
  }

  @Test
  void a_worker_that_is_killed_in_the_middle_loses_nothing() {
    for (int i = 0; i < 3_000; i++) {
      stack.send("product:crash" + i % 300, ViewVersion.ofSequence(i / 300), "{}");
    }
    stack.producer.flush();
    await().atMost(SOON).until(() -> stack.inDynamoDb("product:crash0") >= 0);
    stack.connect.running().kill();
    stack.connect.running().start();

    for (int i = 0; i < 300; i++) {
      awaitBoth("product:crash" + i, 9);
    }
  }

  private void awaitBoth(String key, long sequence) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(stack.inRedis(key)).as("%s in Redis", key).isEqualTo(sequence);
              assertThat(stack.inDynamoDb(key)).as("%s in DynamoDB", key).isEqualTo(sequence);
            });
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    TopicPartition partition = new TopicPartition(Topics.VIEWS_DEAD_LETTERS, 0);
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", stack.kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      await()
          .atMost(SOON)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= count;
              });
    }
    return letters;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(stack.rest(path)));
  }

  private String put(String path, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(stack.rest(path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
