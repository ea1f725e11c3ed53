package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.Shop.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

@ExtendWith(Shop.Provided.class)
class StoreFailuresTest {
  private final Shop shop;
  private final Stores stores;

  StoreFailuresTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
  }

  private String source(String id) {
    Answer answer = shop.get("/v1/products/" + id);
    assertThat(answer.status()).isEqualTo(200);
    return answer.header("Vitrine-Source");
  }

  @Test
  void reads_go_on_while_redis_is_away_and_come_back_to_it() {
    String id = Shop.fresh("p");
    stores.product(Samples.product(id, 1));
    await().until(() -> source(id).equals("redis"));
    stores.redis.running().kill();
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(source(id)).isEqualTo("dynamodb");
      }
      assertThat(shop.get("/actuator/health/readiness").status()).isEqualTo(200);
      assertThat(shop.get("/v1/products?ids=" + id).json().get("items").size()).isEqualTo(1);
    } finally {
      stores.redis.running().start();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> source(id).equals("redis"));
  }

  /** What a connection that is reset tells the commands on it is no exception of Redis. */
  @Test
  void reads_that_are_under_way_when_redis_dies_are_answered() throws Exception {
    String id = Shop.fresh("p");
    stores.product(Samples.product(id, 1));
    await().until(() -> source(id).equals("redis"));
    var over = new AtomicBoolean();
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        readers.execute(
            () -> {
              while (!over.get()) {
                statuses.add(shop.get("/v1/products?ids=" + id).status());
                statuses.add(shop.get("/v1/products/" + id).status());
              }
            });
      }
      try {
        for (int death = 0; death < 3; death++) {
          // What it has not read when it is killed makes the system reset the connection.
          signal("STOP", stores.redis.running().pid());
          stores.redis.running().kill();
          stores.redis.running().start();
          await().atMost(Duration.ofSeconds(20)).until(() -> source(id).equals("redis"));
          await().ignoreExceptions().until(() -> stores.redis().ping().equals("PONG"));
        }
      } finally {
        over.set(true);
      }
    }
    assertThat(statuses).containsExactly(200);
  }

  @Test
  void a_redis_that_hangs_costs_its_timeout_and_no_more() throws Exception {
    String id = Shop.fresh("p");
    stores.product(Samples.product(id, 1));
    await().until(() -> source(id).equals("redis"));
    long pid = stores.redis.running().pid();
    signal("STOP", pid);
    try {
      long before = System.nanoTime();
      assertThat(source(id)).isEqualTo("dynamodb");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    } finally {
      signal("CONT", pid);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> source(id).equals("redis"));
  }

  @Test
  void without_dynamodb_redis_still_answers_and_a_miss_says_to_come_back() throws Exception {
    String cached = Shop.fresh("p");
    String other = Shop.fresh("p");
    stores.product(Samples.product(cached, 1));
    stores.product(Samples.product(other, 1));
    await().until(() -> source(cached).equals("redis"));
    long pid = stores.dynamoDb.running().pid();
    signal("STOP", pid);
    try {
      assertThat(source(cached)).isEqualTo("redis");
      Answer miss = shop.get("/v1/products/" + other);
      assertThat(miss.problem())
          .containsEntry("status", 503)
          .containsEntry("type", "urn:vitrine:problem:unavailable");
      assertThat(miss.header("Retry-After")).isEqualTo("1");
      JsonNode both = shop.get("/v1/products?ids=" + cached + "," + other).json();
      assertThat(both.at("/items/0/id").asString()).isEqualTo(cached);
      assertThat(both.at("/missing").size()).isZero();
      assertThat(both.at("/unavailable/0").asString()).isEqualTo(other);
      assertThat(shop.get("/v1/products?ids=" + other).status()).isEqualTo(503);
      assertThat(shop.get("/v1/products?ids=" + cached).status()).isEqualTo(200);
      assertThat(shop.get("/v1/categories/lamps/products").status()).isEqualTo(503);
      assertThat(shop.get("/actuator/health/readiness").status()).isEqualTo(200);
    } finally {
      signal("CONT", pid);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> shop.get("/v1/products/" + other).status() == 200);
  }

  /** What is near is better than nothing, and says that it may be old. */
  @Test
  void without_both_stores_what_is_near_is_answered_and_marked_until_one_is_back()
      throws Exception {
    Shop replica =
        shop.replica(
            "--vitrine.near.max-age=1s",
            "--vitrine.redis.timeout=200ms",
            "--vitrine.dynamodb.attempt-timeout=200ms",
            "--vitrine.dynamodb.call-timeout=200ms");
    String id = Shop.fresh("p");
    stores.product(Samples.product(id, 1));
    List<String> paths =
        List.of(
            "/v1/products/" + id,
            "/v1/products/" + id + "?minVersion=1",
            "/v1/products?ids=" + id,
            "/v1/skus/SKU-" + id);
    stores.pointer(new ViewKey.Sku("SKU-" + id), id, 1);
    paths.forEach(path -> await().until(() -> replica.get(path).status() == 200));
    assertThat(breakers(replica)).isEqualTo("CLOSED CLOSED");
    paths.forEach(path -> assertUnmarked(replica.get(path)));
    long redis = stores.redis.running().pid();
    long dynamoDb = stores.dynamoDb.running().pid();
    signal("STOP", redis);
    signal("STOP", dynamoDb);
    try {
      for (String path : paths) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertMarked(replica.get(path)));
      }
      // Once they are open nobody waits for the stores any more.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                paths.forEach(path -> assertMarked(replica.get(path)));
                return breakers(replica).equals("OPEN OPEN");
              });
      assertThat(replica.get("/v1/products/" + Shop.fresh("never")).problem())
          .containsEntry("status", 503);
      assertThat(replica.get("/actuator/health/readiness").status()).isEqualTo(200);
    } finally {
      signal("CONT", dynamoDb);
      signal("CONT", redis);
    }
    for (String path : paths) {
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertUnmarked(replica.get(path)));
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              replica.get("/v1/products/" + Shop.fresh("never")); // which asks both
              return breakers(replica).equals("CLOSED CLOSED");
            });
  }

  private static void assertMarked(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Vitrine-Source")).isEqualTo("near");
    assertThat(answer.header("Warning")).isEqualTo("110 vitrine \"Response is Stale\"");
    assertThat(Integer.parseInt(answer.header("Age"))).isPositive();
  }

  private static void assertUnmarked(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Warning")).isEmpty();
    assertThat(answer.header("Age")).isEmpty();
  }

  /** As whoever looks at the health sees them, Redis' first. */
  private static String breakers(Shop replica) {
    JsonNode details = replica.get("/actuator/health").json().at("/components/stores/details");
    return details.path("redisBreaker").asString()
        + " "
        + details.path("dynamodbBreaker").asString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "1 7 live\n",
        "1 7 live\n{\"id\":\"cut",
        "1 999999 live\nnonsense",
        "1 999999 dead\n{}",
        "x y live\n{}",
        "99999999999999999999 1 live\n{}",
        "-1 -1 gone\n{}"
      })
  void a_corrupted_value_is_a_miss_that_is_counted_and_replaced(String value) {
    String id = Shop.fresh("p");
    ViewKey key = new ViewKey.Product(id);
    stores.product(Samples.product(id, 1));
    stores.redis().set(key.text(), value.getBytes(StandardCharsets.UTF_8));
    double before = shop.count("vitrine.corrupted", "source", "redis");
    assertThat(source(id)).isEqualTo("dynamodb");
    assertThat(shop.count("vitrine.corrupted", "source", "redis")).isGreaterThan(before);
    await().until(() -> source(id).equals("redis"));
    assertThat(stores.inRedis(key)).isEqualTo(Stores.view(1, Samples.product(id, 1)));
  }

  @Test
  void a_corrupted_value_in_a_batch_is_replaced_too() {
    String id = Shop.fresh("p");
    ViewKey key = new ViewKey.Product(id);
    stores.product(Samples.product(id, 1));
    stores.redis().set(key.text(), "1 999999 dead\n{}".getBytes(StandardCharsets.UTF_8));
    assertThat(shop.get("/v1/products?ids=" + id).json().get("items").size()).isEqualTo(1);
    await().until(() -> source(id).equals("redis"));
  }

  @Test
  void a_key_of_another_type_is_replaced() {
    String id = Shop.fresh("p");
    stores.product(Samples.product(id, 1));
    stores.redis().lpush("product:" + id, new byte[] {1});
    assertThat(source(id)).isEqualTo("dynamodb");
    await().until(() -> source(id).equals("redis"));
  }

  @Test
  void an_item_that_no_sink_wrote_is_an_error_that_is_counted() {
    String id = Shop.fresh("p");
    stores.putItem(
        DynamoTables.VIEWS,
        Map.of(
            DynamoTables.KEY, AttributeValue.fromS("product:" + id),
            DynamoTables.FORMAT, AttributeValue.fromS("one")));
    double before = shop.count("vitrine.corrupted", "source", "dynamodb");
    assertThat(shop.get("/v1/products/" + id).problem())
        .containsEntry("status", 500)
        .containsEntry("type", "urn:vitrine:problem:internal");
    assertThat(shop.count("vitrine.corrupted", "source", "dynamodb")).isEqualTo(before + 1);
  }

  /** Of a body that is missing, and of one that was cut. */
  @Test
  void unreadable_items_are_left_out_of_a_batch_and_counted() {
    String whole = Shop.fresh("p");
    stores.product(Samples.product(whole, 1));
    String bodiless = bodiless(Shop.fresh("p"));
    String cut = Shop.fresh("p");
    stores.toDynamo(
        new ViewKey.Product(cut),
        new StoredView(
            ViewVersion.ofSequence(1), false, "{\"id\":".getBytes(StandardCharsets.UTF_8)));

    double before = shop.count("vitrine.corrupted", "source", "dynamodb");
    Answer answer = shop.get("/v1/products?ids=" + String.join(",", bodiless, whole, cut));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/items").valueStream().map(item -> item.get("id").asString()))
        .containsExactly(whole);
    assertThat(answer.json().at("/missing").valueStream().map(id -> id.asString()))
        .containsExactly(bodiless, cut);
    assertThat(shop.count("vitrine.corrupted", "source", "dynamodb")).isEqualTo(before + 2);
    assertThat(shop.get("/v1/products/" + bodiless).status()).isEqualTo(500);
    assertThat(shop.get("/v1/products/" + cut).status()).isEqualTo(500);
  }

  @Test
  void an_unreadable_item_is_left_out_of_a_listing() {
    String category = Shop.fresh("category");
    String whole = Shop.fresh("p");
    stores.product(Samples.product(whole, 1, "Lamp", "SKU-" + whole, null, category));
    listed(category, whole);
    listed(category, bodiless(Shop.fresh("p")));

    Answer answer = shop.get("/v1/categories/" + category + "/products?sort=name");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/items").valueStream().map(item -> item.get("id").asString()))
        .containsExactly(whole);
    assertThat(answer.json().get("next").isNull()).isTrue();
  }

  private String bodiless(String id) {
    stores.putItem(
        DynamoTables.VIEWS,
        Map.of(
            DynamoTables.KEY, AttributeValue.fromS("product:" + id),
            DynamoTables.FORMAT, AttributeValue.fromN("1"),
            DynamoTables.SEQUENCE, AttributeValue.fromN("1"),
            DynamoTables.GONE, AttributeValue.fromBool(false)));
    return id;
  }

  private void listed(String category, String id) {
    stores.entry(
        new ListingEntryView(
            category,
            id,
            1,
            new ListingEntryView.Sort("2a." + id, Samples.TIME + "." + id, Map.of())));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
