package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import dev.vitrine.query.Stores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shop.Provided.class)
class MinVersionTest {
  private final Shop shop;
  private final Stores stores;
  private final String id = Shop.fresh("p");
  private final String path = "/v1/products/" + id + "?minVersion=";

  MinVersionTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
  }

  private static void assertTooEarly(Answer answer) {
    assertThat(answer.problem())
        .containsEntry("status", 503)
        .containsEntry("type", "urn:vitrine:problem:version-not-readable-yet");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void an_older_version_is_never_answered() {
    stores.product(Samples.product(id, 6));
    assertTooEarly(shop.get(path + 7));
    assertThat(shop.get(path + 6).header("Vitrine-Version")).isEqualTo("6");
    assertThat(shop.get(path + 0).status()).isEqualTo(200);
  }

  /** The objective of reads tells them apart by this name: observability/rules. */
  @Test
  void a_version_that_nothing_has_heard_of_is_counted_apart() {
    stores.product(Samples.product(id, 6));
    assertCounted("VersionAhead", () -> shop.get(path + 7));
    assertCounted("VersionAhead", () -> shop.get(path + 7, "Prefer", "wait=1"));
    assertCounted("VersionAhead", () -> shop.get("/v1/products/not-here-" + id + "?minVersion=0"));
    long ahead = counted("VersionAhead");
    assertCounted(
        "ProblemException", () -> shop.get("/v1/products/" + id, "If-None-Match", "\"7-1\""));
    assertCounted("ProblemException", () -> shop.get(path + 8, "If-None-Match", "\"7-1\""));
    assertThat(counted("VersionAhead")).isEqualTo(ahead);
  }

  private void assertCounted(String name, Supplier<Answer> read) {
    long before = counted(name);
    assertTooEarly(read.get());
    await().untilAsserted(() -> assertThat(counted(name)).isEqualTo(before + 1));
  }

  private long counted(String name) {
    return shop.requests("status", "503", "exception", name);
  }

  @Test
  void the_wait_is_as_long_as_preferred() {
    stores.product(Samples.product(id, 6));
    long before = System.nanoTime();
    assertTooEarly(shop.get(path + 7, "Prefer", "respond-async, wait=1"));
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(6));
  }

  @Test
  void a_version_that_arrives_meanwhile_is_answered() throws Exception {
    stores.product(Samples.product(id, 6));
    shop.get("/v1/products/" + id);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> shop.get(path + 7, "Prefer", "wait=10"));
    CompletableFuture<Void> later =
        CompletableFuture.runAsync(
            () -> stores.product(Samples.product(id, 7)),
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    Answer answer = waiting.get(20, TimeUnit.SECONDS);
    later.get(20, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("7");
  }

  @Test
  void an_old_copy_in_redis_does_not_hide_the_newer_one_in_dynamodb() {
    stores.toRedis(new ViewKey.Product(id), Stores.view(6, Samples.product(id, 6)));
    stores.product(Samples.product(id, 7));
    Answer answer = shop.get(path + 7);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Vitrine-Source")).isEqualTo("dynamodb");
    await()
        .untilAsserted(
            () ->
                assertThat(shop.get("/v1/products/" + id).header("Vitrine-Version"))
                    .isEqualTo("7"));
  }

  @Test
  void a_product_that_went_at_that_version_is_not_found() {
    stores.toDynamo(new ViewKey.Product(id), Stores.gone(7, Samples.retired(id, 7)));
    Answer answer = shop.get(path + 7, "Prefer", "wait=5");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("7");
  }

  @Test
  void an_id_that_has_not_arrived_is_asked_for_again_later() {
    assertTooEarly(shop.get(path + 0));
  }

  @Test
  void a_read_by_sku_waits_for_its_products_version() {
    stores.product(Samples.product(id, 6));
    stores.pointer(new ViewKey.Sku("SKU-" + id), id, 1);
    assertTooEarly(shop.get("/v1/skus/SKU-" + id + "?minVersion=7"));
    assertThat(shop.get("/v1/skus/SKU-" + id + "?minVersion=6").status()).isEqualTo(200);
  }

  @Test
  void who_has_seen_a_version_is_not_answered_with_an_older_one() {
    stores.product(Samples.product(id, 6));
    stores.pointer(new ViewKey.Sku("SKU-" + id), id, 1);
    String byId = "/v1/products/" + id;
    String bySku = "/v1/skus/SKU-" + id;
    assertTooEarly(shop.get(byId, "If-None-Match", "\"5-1\", W/\"7-1\""));
    assertTooEarly(shop.get(byId, "If-None-Match", "\"7-1~gzip\""));
    assertTooEarly(shop.get(bySku, "If-None-Match", "\"7-1-" + id + "\""));
    assertTooEarly(shop.get("/v1/products/not-here-" + id, "If-None-Match", "\"0-1\""));
    assertThat(shop.get(byId, "If-None-Match", "\"6-1\"").status()).isEqualTo(304);
    assertThat(shop.get(byId, "If-None-Match", "\"5-1\"").status()).isEqualTo(200);
  }

  @Test
  void entity_tags_of_something_else_ask_for_nothing() {
    stores.product(Samples.product(id, 6));
    stores.pointer(new ViewKey.Sku("SKU-" + id), id, 1);
    for (String foreign : List.of("*", "\"7\"", "\"x-1\"", "7-1", "\"7-1-other\"")) {
      assertThat(shop.get("/v1/products/" + id, "If-None-Match", foreign).status())
          .as(foreign)
          .isIn(200, 304);
      assertThat(shop.get("/v1/skus/SKU-" + id, "If-None-Match", foreign).status())
          .as(foreign)
          .isIn(200, 304);
    }
  }
}
