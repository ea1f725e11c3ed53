package dev.vitrine.connectors.dynamodb;

import static dev.vitrine.connectors.dynamodb.DynamoDbStore.attribute;
import static dev.vitrine.connectors.dynamodb.DynamoDbStore.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.connectors.view.FakeContext;
import dev.vitrine.connectors.view.Records;
import dev.vitrine.connectors.view.Sink;
import dev.vitrine.contract.view.DynamoTables;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What the sink promises of any DynamoDB. One suite, run against each that can be had. */
interface DynamoDbSuite {
  /** The store under test; its tables are dropped before each test. */
  DynamoDbStore store();

  @BeforeEach
  default void dropTables() {
    store().dropTables();
  }

  @Test
  default void tables_are_made_once_and_found_by_the_next_task() {
    try (Sink first = store().sink(WriteMode.CONDITIONAL)) {
      first.put(Records.live("product:lamp", 1, "{}"));
    }
    try (Sink second = store().sink(WriteMode.CONDITIONAL)) {
      second.put();
    }

    assertThat(store().view("product:lamp")).isNotEmpty();
  }

  @Test
  default void missing_tables_stop_the_task_with_one_readable_line() {
    assertThatThrownBy(() -> store().sink(Map.of(DynamoDbSinkConfig.TABLES_CREATE, "false")))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessageContaining("vitrine-views does not exist")
        .hasMessageContaining("tables.create=true");
  }

  @Test
  default void a_table_without_the_index_of_a_currency_stops_the_task_naming_it() {
    store().sink(WriteMode.CONDITIONAL).close();

    assertThatThrownBy(() -> store().sink(Map.of(DynamoDbSinkConfig.CURRENCIES, "USD,EUR,GBP")))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessageContaining("lacks the index by-price-GBP over [category, price_GBP]");
  }

  @Test
  default void a_table_whose_prices_are_numbers_stops_the_task_naming_them() {
    CreateTableRequest ours = TableLayout.listings(List.of("USD")).creation();
    store()
        .create(
            ours.toBuilder()
                .attributeDefinitions(
                    ours.attributeDefinitions().stream()
                        .map(
                            a ->
                                a.attributeName().equals(DynamoTables.price("USD"))
                                    ? a.toBuilder().attributeType(ScalarAttributeType.N).build()
                                    : a)
                        .toList())
                .build());

    assertThatThrownBy(() -> store().sink(Map.of(DynamoDbSinkConfig.CURRENCIES, "USD")))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessageContaining("vitrine-listings does not fit")
        .hasMessageContaining("price_USD is of type N instead of S");
  }

  @ParameterizedTest
  @EnumSource
  default void a_product_is_stored_byte_for_byte_with_its_version(WriteMode mode) {
    String body = "{\"id\":\"lamp\",\"name\":{\"en\":\"Lámpara 💡\"}}";
    try (Sink sink = store().sink(mode)) {
      sink.put(Records.view("product:lamp", 3, 7, "live", body));
    }

    Map<String, AttributeValue> item = store().view("product:lamp");
    assertThat(attribute(item, DynamoTables.BODY).b().asUtf8String()).isEqualTo(body);
    assertThat(number(item, DynamoTables.FORMAT)).isEqualTo(3);
    assertThat(number(item, DynamoTables.SEQUENCE)).isEqualTo(7);
    assertThat(attribute(item, DynamoTables.GONE).bool()).isFalse();
    assertThat(item).doesNotContainKey(DynamoTables.GZIP);
  }

  @ParameterizedTest
  @EnumSource
  default void newer_wins_in_whatever_order_and_however_often_views_come(WriteMode mode) {
    List<SinkRecord> records =
        new ArrayList<>(
            IntStream.range(0, 80)
                .map(i -> i % 40)
                .mapToObj(i -> Records.live("product:p" + i % 4, i / 4, "{\"v\":" + i / 4 + "}"))
                .toList());
    Collections.shuffle(records, new Random(7));

    try (Sink sink = store().sink(mode)) {
      for (SinkRecord each : records) {
        sink.put(each);
      }
      for (int i = 0; i < 4; i++) {
        assertThat(store().body("product:p" + i)).isEqualTo("{\"v\":9}");
      }
      assertThat(sink.total("written-total") + sink.total("stale-total")).isEqualTo(80);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void a_newer_format_wins_over_a_higher_sequence(WriteMode mode) {
    try (Sink sink = store().sink(mode)) {
      sink.put(Records.view("product:lamp", 1, 9, "live", "{\"format\":1}"));
      sink.put(Records.view("product:lamp", 2, 4, "live", "{\"format\":2}"));
      sink.put(Records.view("product:lamp", 1, 10, "live", "{\"format\":1}"));
    }

    assertThat(store().body("product:lamp")).isEqualTo("{\"format\":2}");
  }

  @ParameterizedTest
  @EnumSource
  default void what_is_gone_is_kept_with_its_body_and_a_late_put_does_not_bring_it_back(
      WriteMode mode) {
    try (Sink sink = store().sink(mode)) {
      sink.put(Records.gone("product:lamp", 8, "{\"status\":\"retired\"}"));
      sink.put(Records.live("product:lamp", 7, "{\"status\":\"published\"}"));
    }

    assertThat(attribute(store().view("product:lamp"), DynamoTables.GONE).bool()).isTrue();
    assertThat(store().body("product:lamp")).isEqualTo("{\"status\":\"retired\"}");
  }

  @ParameterizedTest
  @EnumSource
  default void listings_are_in_order_of_their_keys_with_what_has_no_price_last(WriteMode mode) {
    try (Sink sink = store().sink(mode)) {
      sink.put(
          Entries.live("lamps", "a", 1, "30", "\"USD\":\"000000000029900000.a\""),
          Entries.live("lamps", "b", 1, "10", ""),
          Entries.live("lamps", "c", 1, "20", "\"USD\":\"000000000009900000.c\""),
          Entries.live("desks", "a", 1, "10", ""));
    }

    assertThat(store().listing("lamps", DynamoTables.BY_NAME)).containsExactly("b", "c", "a");
    assertThat(store().listing("lamps", DynamoTables.byPrice("USD")))
        .containsExactly("c", "a", "b");
    assertThat(store().listing("lamps", DynamoTables.byPrice("EUR")))
        .containsExactly("a", "b", "c");
    assertThat(store().listing("lamps", DynamoTables.BY_NEWEST)).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  default void a_gone_entry_stays_in_the_table_and_leaves_every_index(WriteMode mode) {
    try (Sink sink = store().sink(mode)) {
      sink.put(Entries.live("lamps", "a", 1, "30", ""));
      sink.put(Entries.gone("lamps", "a", 2));
      sink.put(Entries.live("lamps", "a", 1, "30", ""));
    }

    assertThat(store().listing("lamps", DynamoTables.BY_NAME)).isEmpty();
    Map<String, AttributeValue> item = store().entry("lamps", "a");
    assertThat(number(item, DynamoTables.SEQUENCE)).isEqualTo(2);
    assertThat(item)
        .containsOnlyKeys(
            DynamoTables.CATEGORY,
            DynamoTables.PRODUCT,
            DynamoTables.FORMAT,
            DynamoTables.SEQUENCE,
            DynamoTables.GONE);
  }

  @ParameterizedTest
  @EnumSource
  default void a_big_body_is_compressed_and_reads_as_it_was(WriteMode mode) {
    String body = "{\"text\":\"" + "lamp ".repeat(40_000) + "\"}";
    try (Sink sink = store().sink(mode)) {
      sink.put(Records.live("product:lamp", 1, body));
    }

    assertThat(attribute(store().view("product:lamp"), DynamoTables.GZIP).bool()).isTrue();
    assertThat(store().body("product:lamp")).isEqualTo(body);
  }

  @ParameterizedTest
  @EnumSource
  default void what_dynamodb_never_takes_is_set_aside_and_its_neighbours_are_stored(
      WriteMode mode) {
    byte[] noise = new byte[700_000];
    new Random(7).nextBytes(noise);
    String incompressible = Base64.getEncoder().encodeToString(noise);
    try (Sink sink = store().sink(mode)) {
      sink.put(
          Records.live("product:before", 1, "{}"),
          Records.live("product:huge", 1, incompressible),
          Records.live("sku:" + "x".repeat(2_100), 1, "{}"),
          Entries.live("", "lamp", 1, "", ""),
          Records.live("listing:lamps:lamp", 1, "{\"sort\":1}"),
          Records.live("product:after", 1, "{}"));

      assertThat(sink.deadLetters())
          .extracting(FakeContext.DeadLetter::why)
          .satisfiesExactlyInAnyOrder(
              why -> assertThat(why).contains("an item of").contains("409600"),
              why -> assertThat(why).contains("key has 2104 bytes"),
              why -> assertThat(why).contains("category has 0 bytes"),
              why -> assertThat(why).contains("not a listing entry"));
      assertThat(sink.total("poison-total")).isEqualTo(4);
    }
    assertThat(store().view("product:before")).isNotEmpty();
    assertThat(store().view("product:after")).isNotEmpty();
  }

  /** An index of somebody else's makes DynamoDB refuse what only it can know to be wrong. */
  @ParameterizedTest
  @EnumSource
  default void one_that_only_dynamodb_refuses_costs_its_neighbours_no_retry(WriteMode mode) {
    CreateTableRequest ours = TableLayout.views().creation();
    List<AttributeDefinition> attributes = new ArrayList<>(ours.attributeDefinitions());
    attributes.add(
        AttributeDefinition.builder()
            .attributeName(DynamoTables.GZIP)
            .attributeType(ScalarAttributeType.S)
            .build());
    store()
        .create(
            ours.toBuilder()
                .attributeDefinitions(attributes)
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("somebody-elses")
                        .keySchema(
                            KeySchemaElement.builder()
                                .attributeName(DynamoTables.GZIP)
                                .keyType(KeyType.HASH)
                                .build())
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build())
                .build());
    List<SinkRecord> batch = new ArrayList<>(views(0, 99, 1));
    batch.add(50, Records.live("product:big", 1, "{\"text\":\"" + "lamp ".repeat(40_000) + "\"}"));

    try (Sink sink =
        store()
            .sink(
                Map.of(
                    DynamoDbSinkConfig.WRITE_MODE,
                    mode.name().toLowerCase(Locale.ROOT),
                    DynamoDbSinkConfig.IN_FLIGHT,
                    "1"))) {
      sink.putOnce(batch);

      assertThat(sink.deadLetters())
          .extracting(FakeContext.DeadLetter::why)
          .singleElement()
          .asString()
          .contains("refused by DynamoDB");
      assertThat(sink.total("written-total")).isEqualTo(99);
      assertThat(sink.total("retries-total")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void a_batch_that_is_half_old_news_is_stored_where_it_is_new(WriteMode mode) {
    List<SinkRecord> known = views(0, 150, 5);
    List<SinkRecord> batch = new ArrayList<>(views(0, 150, 4));
    batch.addAll(views(150, 300, 4));
    Collections.shuffle(batch, new Random(7));

    try (Sink sink = store().sink(mode)) {
      sink.put(known);
      sink.put(batch);

      assertThat(sink.total("written-total")).isEqualTo(300);
      assertThat(sink.total("stale-total")).isEqualTo(150);
    }
    assertThat(store().body("product:p7")).isEqualTo("{\"v\":5}");
    assertThat(store().body("product:p200")).isEqualTo("{\"v\":4}");
  }

  @ParameterizedTest
  @EnumSource
  default void a_zombie_task_that_still_writes_after_a_rebalance_changes_nothing(WriteMode mode) {
    try (Sink zombie = store().sink(mode);
        Sink owner = store().sink(mode)) {
      zombie.put(views(0, 20, 1));
      owner.put(views(0, 20, 2));
      zombie.put(views(0, 20, 1));

      assertThat(zombie.total("stale-total")).isEqualTo(20);
    }
    assertThat(store().body("product:p0")).isEqualTo("{\"v\":2}");
  }

  @ParameterizedTest
  @EnumSource
  default void two_writers_at_the_same_keys_at_once_end_at_the_newest(WriteMode mode) {
    int keys = 25;
    int versions = 12;
    try (Sink even = store().sink(mode);
        Sink odd = store().sink(mode)) {
      CompletableFuture<Void> a =
          CompletableFuture.runAsync(() -> writeEverySecond(even, keys, versions, 0));
      CompletableFuture<Void> b =
          CompletableFuture.runAsync(() -> writeEverySecond(odd, keys, versions, 1));
      CompletableFuture.allOf(a, b).join();
    }

    for (int i = 0; i < keys; i++) {
      assertThat(store().body("product:p" + i)).isEqualTo("{\"v\":" + (versions - 1) + "}");
    }
  }

  private static void writeEverySecond(Sink sink, int keys, int versions, int from) {
    for (int version = from; version < versions; version += 2) {
      sink.put(views(0, keys, version));
    }
  }

  private static List<SinkRecord> views(int from, int to, int version) {
    return IntStream.range(from, to)
        .mapToObj(i -> Records.live("product:p" + i, version, "{\"v\":" + version + "}"))
        .toList();
  }
}
