package dev.vitrine.connectors.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.vitrine.connectors.view.Sink;
import dev.vitrine.contract.view.DynamoTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/** Looks into a DynamoDB as a reader would. */
final class DynamoDbStore implements AutoCloseable {
  private final Map<String, String> settings;
  private final DynamoDbAsyncClient client;

  DynamoDbStore(URI endpoint) {
    settings =
        Map.of(
            DynamoDbSinkConfig.ENDPOINT,
            endpoint.toString(),
            DynamoDbSinkConfig.REGION,
            "eu-west-1");
    client = DynamoClients.open(new DynamoDbSinkConfig(settings));
  }

  Sink sink(WriteMode mode) {
    return sink(Map.of(DynamoDbSinkConfig.WRITE_MODE, mode.name().toLowerCase(Locale.ROOT)));
  }

  /** A started task that makes the tables it lacks. */
  Sink sink(Map<String, String> more) {
    Map<String, String> config = new HashMap<>(settings);
    config.put(DynamoDbSinkConfig.TABLES_CREATE, "true");
    config.putAll(more);
    return new Sink(new DynamoDbSinkTask(), config);
  }

  /** A table that was made by hand. */
  void create(CreateTableRequest table) {
    client.createTable(table).join();
    client.waiter().waitUntilTableExists(d -> d.tableName(table.tableName())).join();
  }

  void dropTables() {
    for (String table : client.listTables().join().tableNames()) {
      client.deleteTable(d -> d.tableName(table)).join();
      client.waiter().waitUntilTableNotExists(d -> d.tableName(table)).join();
    }
  }

  /** The item of a view, read consistently; empty when there is none. */
  Map<String, AttributeValue> view(String key) {
    return client
        .getItem(
            g ->
                g.tableName(DynamoTables.VIEWS)
                    .consistentRead(true)
                    .key(Map.of(DynamoTables.KEY, AttributeValue.fromS(key))))
        .join()
        .item();
  }

  Map<String, AttributeValue> entry(String category, String product) {
    return client
        .getItem(
            g ->
                g.tableName(DynamoTables.LISTINGS)
                    .consistentRead(true)
                    .key(
                        Map.of(
                            DynamoTables.CATEGORY, AttributeValue.fromS(category),
                            DynamoTables.PRODUCT, AttributeValue.fromS(product))))
        .join()
        .item();
  }

  String body(String key) {
    Map<String, AttributeValue> item = view(key);
    byte[] bytes = attribute(item, DynamoTables.BODY).b().asByteArray();
    if (!item.containsKey(DynamoTables.GZIP)) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Product ids of a category in the order of an index. */
  List<String> listing(String category, String index) {
    return client
        .query(
            q ->
                q.tableName(DynamoTables.LISTINGS)
                    .indexName(index)
                    .keyConditionExpression("category = :c")
                    .expressionAttributeValues(Map.of(":c", AttributeValue.fromS(category))))
        .join()
        .items()
        .stream()
        .map(item -> attribute(item, DynamoTables.PRODUCT).s())
        .toList();
  }

  static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return requireNonNull(item.get(name), name);
  }

  static long number(Map<String, AttributeValue> item, String attribute) {
    return Long.parseLong(attribute(item, attribute).n());
  }

  @Override
  public void close() {
    client.close();
  }
}
