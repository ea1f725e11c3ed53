package dev.vitrine.connectors.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.engines.ConnectWorker;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.Ports;
import dev.vitrine.engines.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Kafka, both stores and a Connect worker with both sinks as the standalone configures them. */
final class SinkStack implements AutoCloseable {
  static final String DYNAMODB_SINK = "vitrine-dynamodb-sink";
  static final String REDIS_SINK = "vitrine-redis-sink";

  private final Deque<Runnable> running = new ArrayDeque<>();
  final Kafka kafka;
  final DynamoDbLocal dynamoDb;
  final Redis redis;
  final ConnectWorker connect;
  final KafkaProducer<byte[], byte[]> producer;
  private final DynamoDbAsyncClient dynamoReader;
  private final RedisClient redisReader;

  private SinkStack(Path data) throws IOException, InterruptedException, ExecutionException {
    kafka = Kafka.start(data.resolve("kafka"));
    running.push(kafka::close);
    dynamoDb =
        DynamoDbLocal.start(
            new DynamoDbLocal.Settings(
                data.resolve("dynamodb"), Ports.free(), DynamoDbLocal.Storage.DISK));
    running.push(dynamoDb::close);
    redis = Redis.start(data.resolve("redis"));
    running.push(redis::close);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Map<String, String> views =
          Map.of("cleanup.policy", "compact", "max.message.bytes", "4194304");
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.VIEWS, Optional.of(Topics.PARTITIONS), Optional.empty())
                      .configs(views),
                  new NewTopic(Topics.VIEWS_DEAD_LETTERS, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
    connect =
        ConnectWorker.start(
            data.resolve("connect"),
            kafka.bootstrapServers(),
            List.of(ConnectWorker.sinksPlugin()),
            Map.of(
                "VITRINE_DYNAMODB_ENDPOINT", dynamoDb.endpoint().toString(),
                "VITRINE_DYNAMODB_REGION", "eu-west-1",
                "VITRINE_REDIS_URL", redis.url(),
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"));
    running.push(connect::close);
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("acks", "all");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    running.push(producer::close);
    dynamoReader =
        DynamoDbAsyncClient.builder()
            .endpointOverride(dynamoDb.endpoint())
            .region(Region.EU_WEST_1)
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder().connectionTimeout(Duration.ofSeconds(2)))
            .build();
    running.push(dynamoReader::close);
    redisReader = RedisClient.create(redis.url());
    running.push(redisReader::shutdown);
  }

  static SinkStack start(Path data) throws IOException, InterruptedException, ExecutionException {
    return new SinkStack(data);
  }

  void deploySinks() throws IOException, InterruptedException {
    connect.deploy(DYNAMODB_SINK, config("dynamodb-sink.json"));
    connect.deploy(REDIS_SINK, config("redis-sink.json"));
  }

  static Path config(String name) {
    return Path.of(System.getProperty("vitrine.root", ".."), "connectors", "config", name);
  }

  URI rest(String path) {
    return connect.uri().resolve(path);
  }

  /** Sends a live view without waiting for it. */
  void send(String key, ViewVersion version, String body) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.VIEWS, key.getBytes(UTF_8), body.getBytes(UTF_8));
    record
        .headers()
        .add(ViewHeaders.FORMAT, Integer.toString(version.format()).getBytes(UTF_8))
        .add(ViewHeaders.SEQUENCE, Long.toString(version.sequence()).getBytes(UTF_8))
        .add(ViewHeaders.STATE, ViewHeaders.LIVE.getBytes(UTF_8))
        .add(ViewHeaders.TIME, "2026-11-22T00:35:31.123456Z".getBytes(UTF_8));
    var _ = producer.send(record);
  }

  /** Sequence of a key's view in DynamoDB, -1 when there is none. */
  long inDynamoDb(String key) {
    return sequence(DynamoTables.VIEWS, Map.of(DynamoTables.KEY, AttributeValue.fromS(key)));
  }

  long entryInDynamoDb(String category, String product) {
    return sequence(
        DynamoTables.LISTINGS,
        Map.of(
            DynamoTables.CATEGORY, AttributeValue.fromS(category),
            DynamoTables.PRODUCT, AttributeValue.fromS(product)));
  }

  private long sequence(String table, Map<String, AttributeValue> key) {
    Map<String, AttributeValue> item =
        dynamoReader.getItem(g -> g.tableName(table).consistentRead(true).key(key)).join().item();
    AttributeValue sequence = item.get(DynamoTables.SEQUENCE);
    return sequence == null ? -1 : Long.parseLong(sequence.n());
  }

  /** Sequence of a key's view in Redis, -1 when there is none. */
  long inRedis(String key) {
    try (var connection = redisReader.connect(ByteArrayCodec.INSTANCE)) {
      byte[] value = connection.sync().get(key.getBytes(UTF_8));
      return value == null ? -1 : StoredView.fromRedis(value).version().sequence();
    }
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().run();
    }
  }
}
