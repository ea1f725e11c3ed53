package dev.vitrine.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Redis;
import dev.vitrine.standalone.audit.Difference.Kind;
import dev.vitrine.standalone.http.Http;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Real stores, a command side that is right, and one corruption each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class AuditTest {
  private static final String LAMP =
      """
      {"id":"lamp","slug":"lamp-slug","name":{"en":"Lamp","es":"Lámpara"},"description":{},\
      "categories":["light","office"],"attributes":{"watts":9.50},"media":[],\
      "variants":[{"sku":"L-1","options":{"Color":"Red","Size":"M"},\
      "prices":[{"currency":"USD","amount":"29.90"},{"currency":"USD","amount":"9.9"}]}],\
      "status":"published","version":4,"updatedAt":"2026-01-02T03:04:05Z"}\
      """;
  private static final String DRAFT =
      """
      {"id":"draft","name":{"en":"Draft"},"description":{},"categories":["light"],"attributes":{},\
      "media":[],"variants":[],"status":"draft","version":0,"updatedAt":"2026-01-02T03:04:05Z"}\
      """;

  @TempDir static Path temp;
  private DynamoDbLocal dynamoLocal;
  private Redis redisLocal;
  private DynamoDbClient dynamo;
  private RedisClient redisClient;
  private StatefulRedisConnection<byte[], byte[]> redis;
  private StubCatalog catalog;
  private Http http;

  @BeforeAll
  void startStores() {
    dynamoLocal = DynamoDbLocal.start(temp.resolve("dynamodb"));
    redisLocal = Redis.start(temp.resolve("redis"));
    dynamo = LocalDynamo.open(dynamoLocal.endpoint().toString());
    redisClient = RedisClient.create(redisLocal.url());
    redis = redisClient.connect(ByteArrayCodec.INSTANCE);
    http = new Http();
  }

  @AfterAll
  void stopStores() {
    http.close();
    redis.close();
    redisClient.close();
    dynamo.close();
    redisLocal.close();
    dynamoLocal.close();
  }

  @BeforeEach
  void fill() throws IOException, InterruptedException {
    catalog = new StubCatalog();
    catalog.products.add(
        "{\"product\":" + LAMP + ",\"firstPublishedAt\":\"2026-01-01T00:00:00Z\"}");
    catalog.products.add("{\"product\":" + DRAFT + ",\"firstPublishedAt\":null}");
    catalog.claims.add("{\"kind\":\"sku\",\"key\":\"L-1\",\"owner\":\"lamp\",\"generation\":3}");
    catalog.claims.add("{\"kind\":\"sku\",\"key\":\"OLD\",\"owner\":null,\"generation\":2}");
    catalog.claims.add(
        "{\"kind\":\"slug\",\"key\":\"lamp-slug\",\"owner\":\"lamp\",\"generation\":1}");
    catalog.tree =
        "{\"categories\":[{\"id\":\"light\",\"name\":{\"en\":\"Light\"},\"children\":[]}],"
            + "\"version\":0,\"updatedAt\":\"2026-01-01T00:00:00Z\"}";
    catalog.shownTree = catalog.tree;
    catalog.shown.put("lamp", LAMP);
    catalog.pointers.put("sku:L-1", "lamp");
    catalog.pointers.put("slug:lamp-slug", "lamp");
    catalog.listings.put("light", new ArrayList<>(List.of("lamp")));
    catalog.listings.put("office", new ArrayList<>(List.of("lamp")));
    createTable(DynamoTables.VIEWS, List.of(DynamoTables.KEY));
    createTable(DynamoTables.LISTINGS, List.of(DynamoTables.CATEGORY, DynamoTables.PRODUCT));
    state().views(this::store);
  }

  @AfterEach
  void empty() {
    catalog.close();
    redis.sync().flushall();
    dynamo.deleteTable(table -> table.tableName(DynamoTables.VIEWS));
    dynamo.deleteTable(table -> table.tableName(DynamoTables.LISTINGS));
  }

  @Test
  void a_catalog_that_is_right_everywhere_shows_no_difference() throws InterruptedException {
    assertThat(audit()).isEmpty();
  }

  @Test
  void a_changed_field_in_dynamodb_is_found_and_named() throws InterruptedException {
    putBody("product:lamp", 4, false, LAMP.replace("29.90", "1.00"));
    assertThat(audit())
        .singleElement()
        .matches(d -> d.kind() == Kind.DIFFERENT && d.where().startsWith("dynamodb"))
        .matches(d -> d.detail().contains("/variants/0/prices/0/amount"));
  }

  @Test
  void options_in_another_order_are_a_difference() throws InterruptedException {
    String turned =
        LAMP.replace("\"Color\":\"Red\",\"Size\":\"M\"", "\"Size\":\"M\",\"Color\":\"Red\"");
    putBody("product:lamp", 4, false, turned);
    assertThat(audit()).singleElement().matches(d -> d.detail().contains("order of options"));
  }

  @Test
  void an_older_version_in_dynamodb_is_found() throws InterruptedException {
    putBody("product:lamp", 3, false, LAMP);
    assertThat(audit()).singleElement().matches(d -> d.kind() == Kind.OLDER);
  }

  @Test
  void a_gone_product_that_is_live_in_dynamodb_is_found() throws InterruptedException {
    putBody("product:draft", 0, false, DRAFT);
    assertThat(audit()).singleElement().matches(d -> d.detail().contains("gone: expected true"));
  }

  @Test
  void a_missing_view_in_dynamodb_is_found_also_a_gone_one() throws InterruptedException {
    delete(DynamoTables.VIEWS, Map.of(DynamoTables.KEY, AttributeValue.fromS("sku:OLD")));
    assertThat(audit()).singleElement().matches(d -> d.kind() == Kind.MISSING);
  }

  @Test
  void an_orphan_in_dynamodb_is_found() throws InterruptedException {
    putBody("product:ghost", 0, false, LAMP);
    assertThat(audit()).singleElement().matches(d -> d.kind() == Kind.ORPHAN);
  }

  @Test
  void a_wrong_sort_key_of_a_listing_entry_is_found() throws InterruptedException {
    Map<String, AttributeValue> entry = entry("light", "lamp");
    entry.put(DynamoTables.price("USD"), AttributeValue.fromS("0.lamp"));
    dynamo.putItem(put -> put.tableName(DynamoTables.LISTINGS).item(entry));
    assertThat(audit()).singleElement().matches(d -> d.detail().contains("/price_USD"));
  }

  @Test
  void an_entry_in_a_category_that_was_left_must_be_gone() throws InterruptedException {
    Map<String, AttributeValue> live = entry("light", "lamp");
    live.put(DynamoTables.CATEGORY, AttributeValue.fromS("garden"));
    dynamo.putItem(put -> put.tableName(DynamoTables.LISTINGS).item(live));
    assertThat(audit()).singleElement().matches(d -> d.kind() == Kind.ORPHAN);
    live.put(DynamoTables.GONE, AttributeValue.fromBool(true));
    dynamo.putItem(put -> put.tableName(DynamoTables.LISTINGS).item(live));
    assertThat(audit()).isEmpty();
  }

  @Test
  void a_wrong_or_unreadable_value_in_redis_is_found_but_a_lack_is_not()
      throws InterruptedException {
    redis.sync().del(bytes("product:lamp"));
    assertThat(audit()).isEmpty();
    redis.sync().set(bytes("slug:lamp-slug"), bytes("rubbish"));
    redis.sync().set(bytes("sku:L-1"), bytes("0 3 live\n{\"product\":\"x\",\"generation\":3}"));
    assertThat(audit())
        .extracting(Difference::kind)
        .containsExactlyInAnyOrder(Kind.UNREADABLE, Kind.DIFFERENT);
  }

  @Test
  void a_redis_key_of_another_type_and_a_version_that_is_no_number_are_named()
      throws InterruptedException {
    redis.sync().del(bytes("product:lamp"));
    redis.sync().lpush(bytes("product:lamp"), bytes("theirs"));
    Map<String, AttributeValue> item = versioned(ViewVersion.ofSequence(4), false);
    item.put(DynamoTables.FORMAT, AttributeValue.fromN("1.5"));
    item.put(DynamoTables.KEY, AttributeValue.fromS("slug:lamp-slug"));
    dynamo.putItem(put -> put.tableName(DynamoTables.VIEWS).item(item));
    assertThat(audit())
        .extracting(Difference::key, Difference::kind)
        .containsExactlyInAnyOrder(
            tuple("product:lamp", Kind.UNREADABLE), tuple("slug:lamp-slug", Kind.UNREADABLE));
  }

  @Test
  void a_product_that_is_answered_by_a_fault_is_named() throws InterruptedException {
    catalog.fault = "lamp";
    assertThat(audit())
        .anyMatch(d -> d.key().equals("product:lamp") && d.kind() == Kind.UNREADABLE);
  }

  @Test
  void names_that_agree_as_far_as_they_are_compared_may_come_in_any_order()
      throws InterruptedException {
    String same = "n".repeat(SortKeys.NAME_BYTES);
    String later = LAMP.replace("\"Lamp\"", "\"" + same + "z\"");
    String first =
        LAMP.replace("\"Lamp\"", "\"" + same + "a\"")
            .replace("\"lamp\"", "\"other\"")
            .replace("\"slug\":\"lamp-slug\",", "")
            .replace("L-1", "O-1");
    catalog.products.clear();
    for (String product : List.of(later, first)) {
      catalog.products.add(
          "{\"product\":" + product + ",\"firstPublishedAt\":\"2026-01-01T00:00:00Z\"}");
    }
    delete(DynamoTables.VIEWS, Map.of(DynamoTables.KEY, AttributeValue.fromS("product:draft")));
    redis.sync().flushall();
    state().views(this::store);
    catalog.shown.put("lamp", later);
    catalog.shown.put("other", first);
    catalog.listings.put("light", List.of("lamp", "other"));
    catalog.listings.put("office", List.of("lamp", "other"));
    assertThat(audit()).isEmpty();
  }

  @Test
  void a_wrong_answer_by_id_is_found_and_a_lacking_one() throws InterruptedException {
    catalog.shown.put("lamp", LAMP.replace("Lámpara", "Lampe"));
    assertThat(audit()).anyMatch(d -> d.where().equals("http by id") && d.kind() == Kind.DIFFERENT);
    catalog.shown.remove("lamp");
    assertThat(audit()).anyMatch(d -> d.where().equals("http by id") && d.kind() == Kind.MISSING);
  }

  @Test
  void a_draft_that_shoppers_can_read_is_found() throws InterruptedException {
    catalog.shown.put("draft", DRAFT);
    assertThat(audit()).singleElement().matches(d -> d.where().equals("http by id"));
  }

  @Test
  void a_sku_that_leads_nowhere_and_a_freed_one_that_leads_somewhere_are_found()
      throws InterruptedException {
    catalog.pointers.remove("sku:L-1");
    catalog.pointers.put("sku:OLD", "lamp");
    assertThat(audit())
        .extracting(Difference::kind)
        .containsExactlyInAnyOrder(Kind.MISSING, Kind.ORPHAN);
  }

  @Test
  void a_sku_that_leads_to_somebody_elses_product_is_found() throws InterruptedException {
    String other = LAMP.replace("\"lamp\"", "\"other\"").replace("lamp-slug", "other-slug");
    String stolen = other.replace("L-1", "O-1").replace("[\"light\",\"office\"]", "[]");
    catalog.products.add(
        "{\"product\":" + stolen + ",\"firstPublishedAt\":\"2026-01-01T00:00:00Z\"}");
    putBody("product:other", 4, false, stolen);
    catalog.shown.put("other", stolen);
    assertThat(audit()).isEmpty();
    catalog.pointers.put("sku:L-1", "other");
    assertThat(audit()).singleElement().matches(d -> d.where().equals("http by sku and slug"));
  }

  @Test
  void a_listing_that_lacks_a_product_is_found() throws InterruptedException {
    catalog.listings.put("office", List.of());
    assertThat(audit()).singleElement().matches(d -> d.key().equals("office"));
  }

  @Test
  void another_tree_over_http_is_found() throws InterruptedException {
    catalog.shownTree = catalog.tree.replace("Light", "Dark");
    assertThat(audit()).singleElement().matches(d -> d.where().equals("http categories"));
  }

  private List<Difference> audit() throws InterruptedException {
    var query = new QueryClient(http, catalog.url());
    return new Audit(state(), _ -> {}, Duration.ZERO)
        .run(
            expected ->
                List.of(
                    new StorePlace(DynamoStore.views(dynamo)),
                    new StorePlace(DynamoStore.listings(dynamo)),
                    new StorePlace(new RedisStore(redis.sync())),
                    new StorePlace(new HttpProducts(query, expected)),
                    new StorePlace(new HttpTree(query)),
                    new HttpPointers(query, 100),
                    new HttpListings(query)))
        .differences();
  }

  private CommandState state() {
    return new CommandState(http, catalog.url(), "token", new ExpectedViews(List.of("USD", "EUR")));
  }

  private void store(View view) {
    if (ViewKey.parse(view.key()) instanceof ViewKey.Listing(String category, String product)) {
      Map<String, AttributeValue> item = versioned(view.version(), view.gone());
      item.put(DynamoTables.CATEGORY, AttributeValue.fromS(category));
      item.put(DynamoTables.PRODUCT, AttributeValue.fromS(product));
      view.content()
          .properties()
          .forEach(
              field -> item.put(field.getKey(), AttributeValue.fromS(field.getValue().asString())));
      dynamo.putItem(put -> put.tableName(DynamoTables.LISTINGS).item(item));
      return;
    }
    String body = view.content().toString();
    put(view.key(), view.version(), view.gone(), body);
    redis
        .sync()
        .set(bytes(view.key()), new StoredView(view.version(), view.gone(), bytes(body)).toRedis());
  }

  private void putBody(String key, long sequence, boolean gone, String body) {
    put(key, ViewVersion.ofSequence(sequence), gone, body);
  }

  private void put(String key, ViewVersion version, boolean gone, String body) {
    Map<String, AttributeValue> item = versioned(version, gone);
    item.put(DynamoTables.KEY, AttributeValue.fromS(key));
    item.put(DynamoTables.BODY, AttributeValue.fromB(SdkBytes.fromUtf8String(body)));
    dynamo.putItem(put -> put.tableName(DynamoTables.VIEWS).item(item));
  }

  private static Map<String, AttributeValue> versioned(ViewVersion version, boolean gone) {
    return new HashMap<>(
        Map.of(
            DynamoTables.FORMAT, AttributeValue.fromN(Integer.toString(version.format())),
            DynamoTables.SEQUENCE, AttributeValue.fromN(Long.toString(version.sequence())),
            DynamoTables.GONE, AttributeValue.fromBool(gone)));
  }

  private Map<String, AttributeValue> entry(String category, String product) {
    return new HashMap<>(
        dynamo
            .getItem(
                get ->
                    get.tableName(DynamoTables.LISTINGS)
                        .key(
                            Map.of(
                                DynamoTables.CATEGORY, AttributeValue.fromS(category),
                                DynamoTables.PRODUCT, AttributeValue.fromS(product))))
            .item());
  }

  private void delete(String table, Map<String, AttributeValue> key) {
    dynamo.deleteItem(item -> item.tableName(table).key(key));
  }

  private void createTable(String name, List<String> keys) {
    dynamo.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    keys.stream()
                        .map(
                            key ->
                                AttributeDefinition.builder()
                                    .attributeName(key)
                                    .attributeType(ScalarAttributeType.S)
                                    .build())
                        .toList())
                .keySchema(
                    keys.stream()
                        .map(
                            key ->
                                KeySchemaElement.builder()
                                    .attributeName(key)
                                    .keyType(
                                        key.equals(keys.getFirst()) ? KeyType.HASH : KeyType.RANGE)
                                    .build())
                        .toList()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
