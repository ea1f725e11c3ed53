package dev.vitrine.query;

import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.RedisScripts;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A real Redis and DynamoDB Local, written as the sinks write them. */
public final class Stores implements AutoCloseable {
  public static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  public final Redis redis;
  public final DynamoDbLocal dynamoDb;
  private final Path folder;
  private final RedisClient redisClient;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final DynamoDbAsyncClient client;

  /**
   * @param folder is removed at the end
   */
  Stores(Path folder) {
    this.folder = folder;
    redis = Redis.start(folder.resolve("redis"));
    dynamoDb = DynamoDbLocal.start(folder.resolve("dynamodb"));
    redisClient = RedisClient.create(redis.url());
    connection = redisClient.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    client =
        DynamoDbAsyncClient.builder()
            .endpointOverride(dynamoDb.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
    createTable(DynamoTables.VIEWS, List.of(DynamoTables.KEY), Map.of());
    createTable(
        DynamoTables.LISTINGS,
        List.of(DynamoTables.CATEGORY, DynamoTables.PRODUCT),
        Map.of(
            DynamoTables.BY_NAME,
            DynamoTables.NAME,
            DynamoTables.BY_NEWEST,
            DynamoTables.NEWEST,
            DynamoTables.byPrice("USD"),
            DynamoTables.price("USD"),
            DynamoTables.byPrice("EUR"),
            DynamoTables.price("EUR")));
  }

  private void createTable(String name, List<String> keys, Map<String, String> indexes) {
    List<String> attributes = new ArrayList<>(keys);
    attributes.addAll(indexes.values());
    List<GlobalSecondaryIndex> all =
        indexes.entrySet().stream()
            .map(
                index ->
                    GlobalSecondaryIndex.builder()
                        .indexName(index.getKey())
                        .keySchema(schema(List.of(DynamoTables.CATEGORY, index.getValue())))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build())
            .toList();
    client
        .createTable(
            table ->
                table
                    .tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(schema(keys))
                    .globalSecondaryIndexes(all.isEmpty() ? null : all)
                    .attributeDefinitions(
                        attributes.stream()
                            .map(
                                attribute ->
                                    AttributeDefinition.builder()
                                        .attributeName(attribute)
                                        .attributeType(ScalarAttributeType.S)
                                        .build())
                            .toList()))
        .join();
  }

  private static List<KeySchemaElement> schema(List<String> keys) {
    List<KeySchemaElement> schema = new ArrayList<>();
    for (String key : keys) {
      schema.add(
          KeySchemaElement.builder()
              .attributeName(key)
              .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
              .build());
    }
    return schema;
  }

  public static StoredView view(long sequence, Object body) {
    return new StoredView(ViewVersion.ofSequence(sequence), false, JSON.writeValueAsBytes(body));
  }

  public static StoredView gone(long sequence, ProductView.Gone body) {
    return new StoredView(ViewVersion.ofSequence(sequence), true, JSON.writeValueAsBytes(body));
  }

  public void product(ProductView product) {
    toDynamo(new ViewKey.Product(product.id()), view(product.version(), product));
  }

  public void pointer(ViewKey key, @Nullable String product, long generation) {
    toDynamo(
        key,
        new StoredView(
            ViewVersion.ofGeneration(generation),
            product == null,
            JSON.writeValueAsBytes(new PointerView(product, generation))));
  }

  public void tree(CategoryTreeView tree) {
    toDynamo(new ViewKey.Categories(), view(tree.version(), tree));
    redis().del("categories");
  }

  public void toDynamo(ViewKey key, StoredView view) {
    boolean zip = view.body().length > DynamoTables.GZIP_FROM;
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(DynamoTables.KEY, AttributeValue.fromS(key.text()));
    item.put(DynamoTables.FORMAT, AttributeValue.fromN("" + view.version().format()));
    item.put(DynamoTables.SEQUENCE, AttributeValue.fromN("" + view.version().sequence()));
    item.put(DynamoTables.GONE, AttributeValue.fromBool(view.gone()));
    item.put(
        DynamoTables.BODY,
        AttributeValue.fromB(SdkBytes.fromByteArray(zip ? zip(view.body()) : view.body())));
    if (zip) {
      item.put(DynamoTables.GZIP, AttributeValue.fromBool(true));
    }
    putItem(DynamoTables.VIEWS, item);
  }

  public void entry(ListingEntryView entry) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(DynamoTables.CATEGORY, AttributeValue.fromS(entry.category()));
    item.put(DynamoTables.PRODUCT, AttributeValue.fromS(entry.product()));
    item.put(DynamoTables.FORMAT, AttributeValue.fromN("1"));
    item.put(DynamoTables.SEQUENCE, AttributeValue.fromN("" + entry.version()));
    ListingEntryView.Sort sort = entry.sort();
    item.put(DynamoTables.GONE, AttributeValue.fromBool(sort == null));
    if (sort != null) {
      item.put(DynamoTables.NAME, AttributeValue.fromS(sort.name()));
      item.put(DynamoTables.NEWEST, AttributeValue.fromS(sort.newest()));
      for (String currency : List.of("USD", "EUR")) {
        item.put(
            DynamoTables.price(currency),
            AttributeValue.fromS(sort.price().getOrDefault(currency, "~." + entry.product())));
      }
    }
    putItem(DynamoTables.LISTINGS, item);
  }

  public void putItem(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item)).join();
  }

  /** As the sink does: newer wins, no time to live. True when it was written. */
  public boolean toRedis(ViewKey key, StoredView view) {
    byte[] zero = "0".getBytes(StandardCharsets.US_ASCII);
    Long written =
        redis()
            .eval(
                RedisScripts.NEWER_WINS,
                ScriptOutputType.INTEGER,
                new String[] {key.text()},
                view.toRedis(),
                ("" + view.version().format()).getBytes(StandardCharsets.US_ASCII),
                ("" + view.version().sequence()).getBytes(StandardCharsets.US_ASCII),
                zero);
    return written == 1;
  }

  public @Nullable StoredView inRedis(ViewKey key) {
    byte[] value = redis().get(key.text());
    return value == null ? null : StoredView.fromRedis(value);
  }

  /** A connection of its own, which comes back when a test has killed the server. */
  public RedisCommands<String, byte[]> redis() {
    return connection.sync();
  }

  private static byte[] zip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    redisClient.shutdown();
    client.close();
    dynamoDb.close();
    redis.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
