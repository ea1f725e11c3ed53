package dev.vitrine.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {
  private final Path folder;

  EnginesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void postgres_keeps_what_was_committed_over_a_kill() throws SQLException, IOException {
    List<ProcessHandle> tree;
    try (var postgres = Postgres.start(folder)) {
      try (var connection =
              DriverManager.getConnection(
                  postgres.jdbcUrl(), postgres.user(), postgres.password());
          var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept (name text)");
        statement.execute("INSERT INTO kept VALUES ('Lámpara')");
        statement.execute("SELECT pg_logical_emit_message(false, 'vitrine', '')");
        statement.execute("CREATE PUBLICATION vitrine FOR TABLE kept");
        statement.execute("SELECT pg_create_logical_replication_slot('vitrine', 'pgoutput')");
      }
      postgres.running().kill();
      postgres.running().start();
      tree = tree(postgres.running());
      try (var connection =
              DriverManager.getConnection(
                  postgres.jdbcUrl(), postgres.user(), postgres.password());
          var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT name, current_setting('fsync') FROM kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("Lámpara");
        assertThat(rows.getString(2)).isEqualTo("on");
      }
      onlyOnLoopback(postgres.port());
    }
    assertThat(tree).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void redis_answers_and_evicts_what_is_used_least() throws IOException {
    List<ProcessHandle> tree;
    try (var redis = Redis.start(folder)) {
      tree = tree(redis.running());
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
        socket.setSoTimeout(2_000);
        socket
            .getOutputStream()
            .write("CONFIG GET maxmemory-policy\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[64];
        int length = socket.getInputStream().read(answer);
        assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII))
            .contains("allkeys-lfu");
      }
      onlyOnLoopback(redis.port());
    }
    assertThat(tree).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void dynamodb_keeps_a_table_on_disk_over_a_restart() throws IOException, InterruptedException {
    List<ProcessHandle> tree;
    var settings = new DynamoDbLocal.Settings(folder, Ports.free(), DynamoDbLocal.Storage.DISK);
    try (var dynamoDb = DynamoDbLocal.start(settings)) {
      var created =
          call(
              dynamoDb,
              "CreateTable",
              """
              {"TableName":"views","BillingMode":"PAY_PER_REQUEST",
               "KeySchema":[{"AttributeName":"key","KeyType":"HASH"}],
               "AttributeDefinitions":[{"AttributeName":"key","AttributeType":"S"}]}
              """);
      assertThat(created).contains("\"TableName\":\"views\"");
      dynamoDb.running().restart();
      assertThat(call(dynamoDb, "ListTables", "{}")).contains("views");
      tree = tree(dynamoDb.running());
      onlyOnLoopback(dynamoDb.port());
    }
    assertThat(tree).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void dynamodb_in_memory_answers() throws IOException, InterruptedException {
    try (var dynamoDb = DynamoDbLocal.start(folder)) {
      assertThat(call(dynamoDb, "ListTables", "{}")).contains("TableNames");
    }
  }

  @Test
  void kafka_commits_a_transaction_and_keeps_it_over_a_kill()
      throws IOException, ExecutionException, InterruptedException {
    List<ProcessHandle> tree;
    try (var kafka = Kafka.start(folder)) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (var admin = Admin.create(client)) {
        admin
            .createTopics(List.of(new NewTopic("events", Optional.of(1), Optional.empty())))
            .all()
            .get();
      }
      Map<String, Object> transactional =
          Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "enginestest");
      try (var producer =
          new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>("events", "product:1", "{}"));
        producer.commitTransaction();
      }
      kafka.running().kill();
      kafka.running().start();
      tree = tree(kafka.running());
      Map<String, Object> committed =
          Map.of(
              "bootstrap.servers",
              kafka.bootstrapServers(),
              "isolation.level",
              "read_committed",
              "auto.offset.reset",
              "earliest");
      try (var consumer =
          new KafkaConsumer<>(committed, new StringDeserializer(), new StringDeserializer())) {
        consumer.assign(List.of(new TopicPartition("events", 0)));
        var records = consumer.poll(Duration.ofSeconds(20));
        assertThat(records).hasSize(1).allMatch(read -> "product:1".equals(read.key()));
      }
      onlyOnLoopback(kafka.port());
    }
    assertThat(tree).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void an_engine_does_not_start_where_another_serves() {
    try (var redis = Redis.start(folder.resolve("first"))) {
      var settings = new Redis.Settings(folder.resolve("second"), redis.port());
      assertThatThrownBy(() -> Redis.start(settings))
          .isInstanceOf(EngineFailure.class)
          .hasMessageContaining("another one serves");
    }
  }

  @Test
  void an_engine_that_ends_at_once_says_why() {
    var settings = new Redis.Settings(folder, Ports.free(), -1);
    assertThatThrownBy(() -> Redis.start(settings))
        .isInstanceOf(EngineFailure.class)
        .hasMessageContaining("before it was ready")
        .hasMessageContaining("maxmemory");
  }

  @Test
  void an_engine_dies_with_the_jvm_that_started_it_and_with_its_process_group()
      throws IOException, InterruptedException {
    var parent =
        new ProcessBuilder(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dvitrine.root=" + System.getProperty("vitrine.root"),
                "-cp",
                System.getProperty("java.class.path"),
                StartsRedis.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid = Long.parseLong(parent.inputReader().readLine());
    var redis = ProcessHandle.of(pid).orElseThrow();
    assertThat(redis.isAlive()).isTrue();
    new ProcessBuilder("/bin/kill", "-KILL", "--", "-" + parent.pid()).start().waitFor();
    assertThat(parent.waitFor()).isEqualTo(128 + 9);
    assertThat(redis.onExit().orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(6));
  }

  /** The parent in the test above: starts Redis, says its process id, and is killed. */
  static final class StartsRedis {
    public static void main(String[] arguments) throws InterruptedException {
      var redis = Redis.start(Path.of(arguments[0]));
      System.out.println(redis.running().pid());
      new CountDownLatch(1).await();
    }
  }

  private static List<ProcessHandle> tree(Running running) {
    var root = ProcessHandle.of(running.pid()).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  /** No address of this machine but the loopback's takes a connection on the port. */
  private static void onlyOnLoopback(int port) throws IOException {
    for (var network : NetworkInterface.networkInterfaces().toList()) {
      for (var address : network.inetAddresses().toList()) {
        if (address instanceof Inet4Address) {
          assertThat(connects(address, port))
              .as("%s:%d", address.getHostAddress(), port)
              .isEqualTo(address.isLoopbackAddress());
        }
      }
    }
  }

  private static boolean connects(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static String call(DynamoDbLocal dynamoDb, String operation, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(dynamoDb.endpoint())
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
