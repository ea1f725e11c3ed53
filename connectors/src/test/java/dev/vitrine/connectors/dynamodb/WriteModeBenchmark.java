package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.dynamodb.ItemMapping.Item;
import dev.vitrine.connectors.view.Fate;
import dev.vitrine.connectors.view.Records;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * How fast each way of writing fills DynamoDB Local on disk. Its name keeps it out of the build;
 * the README has the figures and the command. System properties: {@code items} per line, and the
 * {@code endpoint} of a server that runs already (else a fresh one is started on disk).
 */
final class WriteModeBenchmark {
  private static final List<String> CURRENCIES = List.of("USD", "EUR");
  private static final String FILLER = "x".repeat(900);

  /** What one batch of a sink task holds. */
  private static final int BATCH = 1_000;

  @Test
  void fills_dynamodb_local_in_each_way() throws IOException {
    int count = Integer.getInteger("items", 3_000);
    String endpoint = System.getProperty("endpoint");
    if (endpoint != null) {
      measure(endpoint, count);
      return;
    }
    Path data = Files.createTempDirectory("vitrine-write-modes");
    var settings = new DynamoDbLocal.Settings(data, Ports.free(), DynamoDbLocal.Storage.DISK);
    try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(settings)) {
      measure(dynamoDb.endpoint().toString(), count);
    }
  }

  private static void measure(String endpoint, int count) {
    var config =
        new DynamoDbSinkConfig(
            Map.of(
                DynamoDbSinkConfig.ENDPOINT, endpoint,
                DynamoDbSinkConfig.REGION, "eu-west-1",
                DynamoDbSinkConfig.REQUEST_TIMEOUT, "60000"));
    try (DynamoDbAsyncClient client = DynamoClients.open(config)) {
      new Tables(client, CURRENCIES, true).ready();
      Map<String, Function<DynamoDbAsyncClient, Puts>> modes = new LinkedHashMap<>();
      modes.put("PutItem, 64 in flight", c -> new ConditionalPuts(c, 64));
      modes.put("TransactWriteItems, 25 items, 1 in flight", c -> new TransactionalPuts(c, 1, 25));
      modes.put(
          "TransactWriteItems, 100 items, 1 in flight", c -> new TransactionalPuts(c, 1, 100));
      modes.put(
          "TransactWriteItems, 100 items, 4 in flight", c -> new TransactionalPuts(c, 4, 100));
      int run = 0;
      for (Kind kind : Kind.values()) {
        for (var mode : modes.entrySet()) {
          run++;
          double perSecond = perSecond(mode.getValue().apply(client), items(kind, run, count));
          System.out.printf(
              Locale.ROOT, "%-10s %-45s %7.0f items/s%n", kind, mode.getKey(), perSecond);
        }
      }
    }
  }

  private enum Kind {
    PRODUCTS,
    POINTERS,
    /** Four indexes each. */
    LISTINGS,
    /** A third each. */
    MIXED;

    SinkRecord record(String id) {
      return switch (this) {
        case PRODUCTS -> Records.live("product:" + id, 1, "{\"filler\":\"" + FILLER + "\"}");
        case POINTERS -> Records.live("sku:" + id, 1, "{\"product\":\"" + id + "\"}");
        case LISTINGS ->
            Records.live(
                "listing:c" + Math.floorMod(id.hashCode(), 50) + ":" + id,
                1,
                """
                {"category":"c","product":"p","version":1,"sort":{"name":"2aff%1$s.%1$s",
                "newest":"2026-11-22T00:35:31.000000Z.%1$s","price":{"USD":"000000000029900000.%1$s"}}}
                """
                    .formatted(id));
        case MIXED -> values()[Math.floorMod(id.hashCode(), 3)].record(id);
      };
    }
  }

  private static List<Item> items(Kind kind, int run, int count) {
    DynamoItems mapper = new DynamoItems(CURRENCIES);
    IntFunction<String> ids = i -> Integer.toHexString((i * 0x9E3779B9) ^ run) + "-" + run;
    List<Item> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      switch (mapper.map(Records.write(kind.record(ids.apply(i))))) {
        case Item item -> items.add(item);
        case ItemMapping.Unfit unfit -> throw new IllegalStateException(unfit.why());
      }
    }
    return items;
  }

  private static double perSecond(Puts puts, List<Item> items) {
    long began = System.nanoTime();
    for (int from = 0; from < items.size(); from += BATCH) {
      puts.put(items.subList(from, Math.min(items.size(), from + BATCH)))
          .forEach(
              fated -> {
                if (!(fated.fate() instanceof Fate.Stored)) {
                  throw new IllegalStateException("not stored: " + fated);
                }
              });
    }
    return items.size() / ((System.nanoTime() - began) / 1e9);
  }
}
