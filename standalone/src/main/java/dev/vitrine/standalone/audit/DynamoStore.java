package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One of the two DynamoDB tables, read consistently. */
final class DynamoStore implements Store {
  private static final int SEGMENTS = 2;
  private static final Set<String> NOT_SORTED_BY =
      Set.of(
          DynamoTables.CATEGORY,
          DynamoTables.PRODUCT,
          DynamoTables.FORMAT,
          DynamoTables.SEQUENCE,
          DynamoTables.GONE);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final DynamoDbClient dynamo;
  private final String table;

  private DynamoStore(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  static DynamoStore views(DynamoDbClient dynamo) {
    return new DynamoStore(dynamo, DynamoTables.VIEWS);
  }

  static DynamoStore listings(DynamoDbClient dynamo) {
    return new DynamoStore(dynamo, DynamoTables.LISTINGS);
  }

  @Override
  public String name() {
    return "dynamodb " + table;
  }

  /** Gone ones too: without them a late put could bring the dead back. */
  @Override
  public boolean mustHold(String key, boolean gone) {
    boolean entry = ViewKey.parse(key) instanceof ViewKey.Listing;
    return entry == table.equals(DynamoTables.LISTINGS);
  }

  @Override
  public void scan(Listener to) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(SEGMENTS)) {
      List<Future<?>> segments =
          IntStream.range(0, SEGMENTS)
              .<Future<?>>mapToObj(segment -> threads.submit(() -> scan(segment, to)))
              .toList();
      for (Future<?> segment : segments) {
        Waiting.on(segment);
      }
    }
  }

  private void scan(int segment, Listener to) {
    ScanRequest request =
        ScanRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .segment(segment)
            .totalSegments(SEGMENTS)
            .build();
    dynamo
        .scanPaginator(request)
        .items()
        .forEach(
            item -> {
              try {
                to.found(read(item));
              } catch (UnreadableItem e) {
                to.unreadable(key(item));
              }
            });
  }

  @Override
  public @Nullable View get(String key) throws UnreadableItem {
    Map<String, AttributeValue> item =
        dynamo.getItem(get -> get.tableName(table).key(keyOf(key)).consistentRead(true)).item();
    return item.isEmpty() ? null : read(item);
  }

  private static Map<String, AttributeValue> keyOf(String key) {
    return ViewKey.parse(key) instanceof ViewKey.Listing(String category, String product)
        ? Map.of(
            DynamoTables.CATEGORY, AttributeValue.fromS(category),
            DynamoTables.PRODUCT, AttributeValue.fromS(product))
        : Map.of(DynamoTables.KEY, AttributeValue.fromS(key));
  }

  private String key(Map<String, AttributeValue> item) {
    return table.equals(DynamoTables.LISTINGS)
        ? new ViewKey.Listing(text(item, DynamoTables.CATEGORY), text(item, DynamoTables.PRODUCT))
            .text()
        : text(item, DynamoTables.KEY);
  }

  private View read(Map<String, AttributeValue> item) throws UnreadableItem {
    AttributeValue format = item.get(DynamoTables.FORMAT);
    AttributeValue sequence = item.get(DynamoTables.SEQUENCE);
    AttributeValue gone = item.get(DynamoTables.GONE);
    if (format == null
        || format.n() == null
        || sequence == null
        || sequence.n() == null
        || gone == null
        || gone.bool() == null) {
      throw new UnreadableItem("format, sequence or gone is missing");
    }
    return new View(
        key(item),
        version(format.n(), sequence.n()),
        gone.bool(),
        table.equals(DynamoTables.LISTINGS) ? sort(item) : body(item));
  }

  private static ViewVersion version(String format, String sequence) throws UnreadableItem {
    try {
      return new ViewVersion(Integer.parseInt(format), Long.parseLong(sequence));
    } catch (NumberFormatException e) {
      throw new UnreadableItem("its version is " + format + ", " + sequence);
    }
  }

  private static ObjectNode sort(Map<String, AttributeValue> item) {
    ObjectNode sort = JSON.createObjectNode();
    item.forEach(
        (name, value) -> {
          if (!NOT_SORTED_BY.contains(name)) {
            sort.put(name, value.s() == null ? value.toString() : value.s());
          }
        });
    return sort;
  }

  private static JsonNode body(Map<String, AttributeValue> item) throws UnreadableItem {
    AttributeValue body = item.get(DynamoTables.BODY);
    if (body == null || body.b() == null) {
      throw new UnreadableItem("body is missing");
    }
    AttributeValue gzip = item.get(DynamoTables.GZIP);
    try {
      byte[] bytes = body.b().asByteArrayUnsafe();
      return JSON.readTree(
          gzip != null && Boolean.TRUE.equals(gzip.bool()) ? inflated(bytes) : bytes);
    } catch (JacksonException | IOException e) {
      throw new UnreadableItem("body is no JSON: " + e.getMessage());
    }
  }

  private static byte[] inflated(byte[] bytes) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.s() == null) {
      throw new StandaloneException("an item without " + name + " cannot be: it is a key");
    }
    return value.s();
  }
}
