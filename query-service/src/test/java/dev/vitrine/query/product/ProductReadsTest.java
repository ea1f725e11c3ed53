package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.VersionTag;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import dev.vitrine.query.Stores;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Shop.Provided.class)
class ProductReadsTest {
  private final Shop shop;
  private final Stores stores;

  ProductReadsTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
  }

  private String stored(ProductView product) {
    stores.product(product);
    return product.id();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void a_product_is_answered_byte_for_byte_and_the_next_time_from_redis() {
    ProductView product = Samples.product(Shop.fresh("p"), 7);
    stored(product);
    Answer first = shop.get("/v1/products/" + product.id());
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).isEqualTo(Stores.JSON.writeValueAsBytes(product));
    assertThat(first.header("Content-Type")).isEqualTo("application/json");
    assertThat(first.header("ETag")).isEqualTo("\"7-1\"");
    assertThat(first.header("Vitrine-Version")).isEqualTo("7");
    assertThat(first.header("Vitrine-Source")).isEqualTo("dynamodb");
    assertThat(first.header("Cache-Control")).contains("public").contains("no-cache");
    await()
        .untilAsserted(
            () -> {
              Answer second = shop.get("/v1/products/" + product.id());
              assertThat(second.header("Vitrine-Source")).isEqualTo("redis");
              assertThat(second.body()).isEqualTo(first.body());
              assertThat(second.header("ETag")).isEqualTo("\"7-1\"");
            });
    assertThat(stores.redis().ttl("product:" + product.id())).isBetween(20L, 33L);
  }

  @Test
  void a_large_body_comes_out_of_its_compression() {
    String id = Shop.fresh("large");
    ProductView product = Samples.product(id, 1, "L".repeat(100_000), "SKU-" + id, null, "lamps");
    stored(product);
    assertThat(shop.get("/v1/products/" + id).body())
        .isEqualTo(Stores.JSON.writeValueAsBytes(product));
  }

  @Test
  void an_unknown_product_is_not_found_and_has_no_version() {
    Answer answer = shop.get("/v1/products/" + Shop.fresh("nobody"));
    assertThat(answer.problem())
        .containsEntry("type", "urn:vitrine:problem:unknown-product")
        .containsEntry("status", 404);
    assertThat(answer.header("Vitrine-Version")).isEmpty();
  }

  @Test
  void a_product_that_is_gone_says_at_which_version_also_from_redis() {
    String id = Shop.fresh("gone");
    stores.toDynamo(new ViewKey.Product(id), Stores.gone(8, Samples.retired(id, 8)));
    Answer answer = shop.get("/v1/products/" + id);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("8");
    assertThat(answer.problem()).containsEntry("type", "urn:vitrine:problem:product-not-published");
    await()
        .untilAsserted(
            () -> {
              Answer again = shop.get("/v1/products/" + id);
              assertThat(again.header("Vitrine-Source")).isEqualTo("redis");
              assertThat(again.status()).isEqualTo(404);
              assertThat(again.header("Vitrine-Version")).isEqualTo("8");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"7-1\"", "W/\"7-1\"", "\"1-1\", \"7-1\"", "*", "\"a,b\" , W/\"7-1\""})
  void a_client_that_has_the_version_gets_no_body(String tags) {
    String id = stored(Samples.product(Shop.fresh("p"), 7));
    Answer answer = shop.get("/v1/products/" + id, "If-None-Match", tags);
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("ETag")).isEqualTo("\"7-1\"");
    assertThat(answer.header("Cache-Control")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "7-1", "\"6-1\"", "W/\"\"", "\"7-1", "rubbish"})
  void a_client_that_has_another_version_gets_the_body(String tags) {
    String id = stored(Samples.product(Shop.fresh("p"), 7));
    assertThat(shop.get("/v1/products/" + id, "If-None-Match", tags).status()).isEqualTo(200);
  }

  @Test
  void head_answers_like_get_without_the_body() {
    String id = stored(Samples.product(Shop.fresh("p"), 7));
    Answer get = shop.get("/v1/products/" + id);
    Answer head = shop.send("HEAD", "/v1/products/" + id);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo("\"7-1\"");
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(shop.send("HEAD", "/v1/products/nobody-at-all").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A/B", "A.B", "..", "A B", "Lámpara-照明", "A+B", "A;b=1", "100%", "A:B", "#?&"})
  void a_sku_of_any_characters_is_found_in_the_path_and_in_the_query(String start) {
    String id = Shop.fresh("p");
    // The first one with dots only stays what it is: clients must use the query for those.
    String sku = start + Shop.fresh("-");
    stored(Samples.product(id, 3, "Lamp", sku, null, "lamps"));
    stores.pointer(new ViewKey.Sku(sku), id, 1);
    for (String path : List.of("/v1/skus/" + encoded(sku), "/v1/skus?sku=" + encoded(sku))) {
      Answer answer = shop.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.json().get("id").asString()).isEqualTo(id);
      assertThat(answer.header("ETag")).isEqualTo("\"3-1-" + id + "\"");
      assertThat(answer.header("Content-Location")).isEqualTo("/v1/products/" + id);
      assertThat(shop.get(path, "If-None-Match", answer.header("ETag")).status()).isEqualTo(304);
      assertThat(shop.get(path, "If-None-Match", "\"3-1\"").status()).isEqualTo(200);
    }
  }

  @Test
  void an_empty_text_is_a_sku_too() {
    String id = Shop.fresh("p");
    stored(Samples.product(id, 3, "Lamp", "", null, "lamps"));
    stores.pointer(new ViewKey.Sku(""), id, 1);
    assertThat(shop.get("/v1/skus?sku=").json().get("id").asString()).isEqualTo(id);
  }

  @Test
  void a_slug_leads_to_its_product() {
    ProductView product = Samples.product(Shop.fresh("p"), 3);
    stored(product);
    stores.pointer(new ViewKey.Slug("slug-" + product.id()), product.id(), 4);
    Answer answer = shop.get("/v1/slugs/slug-" + product.id());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("3");
  }

  @Test
  void a_pointer_to_a_product_that_no_longer_lists_the_sku_finds_nothing() {
    ProductView product = Samples.product(Shop.fresh("p"), 3);
    stored(product);
    String other = Shop.fresh("other");
    stores.pointer(new ViewKey.Sku(other), product.id(), 1);
    stores.pointer(new ViewKey.Slug(other), product.id(), 1);
    assertThat(shop.get("/v1/skus/" + other).status()).isEqualTo(404);
    assertThat(shop.get("/v1/slugs/" + other).status()).isEqualTo(404);
  }

  @Test
  void a_pointer_to_nothing_and_a_free_one_find_nothing() {
    String sku = Shop.fresh("SKU");
    stores.pointer(new ViewKey.Sku(sku), Shop.fresh("nobody"), 1);
    assertThat(shop.get("/v1/skus/" + sku).status()).isEqualTo(404);
    String free = Shop.fresh("SKU");
    stores.pointer(new ViewKey.Sku(free), null, 2);
    assertThat(shop.get("/v1/skus/" + free).status()).isEqualTo(404);
  }

  @Test
  void a_pointer_to_a_gone_product_says_at_which_version() {
    String id = Shop.fresh("gone");
    stores.toDynamo(new ViewKey.Product(id), Stores.gone(8, Samples.retired(id, 8)));
    stores.pointer(new ViewKey.Sku("SKU-" + id), id, 1);
    Answer answer = shop.get("/v1/skus/SKU-" + id);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("8");
  }

  @Test
  void a_batch_is_in_the_order_asked_once_each_with_its_misses() {
    String a = stored(Samples.product(Shop.fresh("a"), 1));
    String b = stored(Samples.product(Shop.fresh("b"), 2));
    String gone = Shop.fresh("gone");
    stores.toDynamo(new ViewKey.Product(gone), Stores.gone(8, Samples.retired(gone, 8)));
    shop.get("/v1/products/" + b);
    String ids = String.join(",", b, "nobody", a, gone, b, "nobody");
    for (int repetition = 0; repetition < 2; repetition++) {
      Answer answer = shop.get("/v1/products?ids=" + ids);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().at("/items").valueStream().map(item -> item.get("id").asString()))
          .containsExactly(b, a);
      assertThat(answer.json().at("/missing").valueStream().map(id -> id.asString()))
          .containsExactly("nobody", gone);
    }
  }

  @Test
  void who_has_a_batch_gets_its_body_again_only_when_it_is_another() {
    String one = Shop.fresh("one");
    String two = Shop.fresh("two");
    String path = "/v1/products?ids=" + one + "," + two;
    stores.product(Samples.product(one, 1));
    Answer first = shop.get(path);
    String tag = first.header("ETag");
    assertThat(shop.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(first.header("CDN-Cache-Control")).as("nobody goes on unasked").isEmpty();

    stores.product(Samples.product(two, 1));
    await()
        .atMost(Duration.ofSeconds(10)) // that there was none is kept for a moment
        .untilAsserted(
            () -> assertThat(shop.get(path, "If-None-Match", tag).status()).isEqualTo(200));
    String other = "/v1/products?ids=" + two + "," + one;
    assertThat(shop.get(other).header("ETag")).isNotEqualTo(shop.get(path).header("ETag"));
  }

  /** Who changes a product may say by it which version was seen: of a batch's tag nobody can. */
  @Test
  void the_tag_of_every_read_of_one_product_tells_its_version() {
    String id = Shop.fresh("tagged");
    stores.product(Samples.product(id, 7, "L".repeat(600), "SKU-" + id, "slug-" + id, "lamps"));
    stores.pointer(new ViewKey.Sku("SKU-" + id), id, 1);
    stores.pointer(new ViewKey.Slug("slug-" + id), id, 1);
    var plain = new VersionTag(ViewVersion.ofSequence(7), null);
    var named = new VersionTag(ViewVersion.ofSequence(7), id);
    assertTags("/v1/products/" + id, plain);
    assertTags("/v1/products/" + id + "?minVersion=7", plain);
    assertTags("/v1/skus/SKU-" + id, named);
    assertTags("/v1/skus?sku=SKU-" + id, named);
    assertTags("/v1/slugs/slug-" + id, named);
    assertThat(VersionTag.parse(shop.get("/v1/products?ids=" + id).header("ETag"))).isNull();
  }

  private void assertTags(String path, VersionTag wanted) {
    Answer plain = shop.get(path);
    Answer compressed = shop.get(path, "Accept-Encoding", "gzip");
    assertThat(compressed.header("Content-Encoding")).as(path).isEqualTo("gzip");
    assertThat(compressed.header("ETag")).as(path).isNotEqualTo(plain.header("ETag"));
    for (Answer answer : List.of(plain, compressed)) {
      assertThat(VersionTag.parse(answer.header("ETag"))).as(path).isEqualTo(wanted);
    }
  }

  @Test
  void a_batch_is_compressed_for_who_reads_that() {
    List<String> ids = IntStream.range(0, 5).mapToObj(_ -> Shop.fresh("packed")).toList();
    ids.forEach(id -> stores.product(Samples.product(id, 1)));
    String path = "/v1/products?ids=" + String.join(",", ids);
    Answer plain = shop.get(path);
    Answer compressed = shop.get(path, "Accept-Encoding", "gzip");
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(compressed.header("ETag"))
        .isEqualTo(plain.header("ETag").replaceAll("\"$", "~gzip\""));
    assertThat(compressed.uncompressed()).isEqualTo(plain.body());
    String tag = compressed.header("ETag");
    assertThat(shop.get(path, "Accept-Encoding", "gzip", "If-None-Match", tag).status())
        .isEqualTo(304);
    assertThat(shop.get(path, "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void every_answer_says_when_it_was_made() {
    String id = Shop.fresh("dated");
    stores.product(Samples.product(id, 1));
    for (String path :
        List.of(
            "/v1/products/" + id,
            "/v1/products/" + id + "?minVersion=1",
            "/v1/products/not-" + id,
            "/v1/products?ids=" + id,
            "/v1/skus/A;B",
            "/nowhere")) {
      String date = shop.get(path).header("Date");
      Instant said = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      assertThat(Duration.between(said, Instant.now()).abs())
          .as(path)
          .isLessThan(Duration.ofSeconds(10));
      assertThat(date).as("two digits of the day").hasSize(29);
    }
  }

  @Test
  void a_hundred_products_come_in_one_batch_also_large_ones() {
    List<String> ids =
        IntStream.range(0, 100)
            .mapToObj(
                i -> {
                  String id = Shop.fresh("h");
                  return stored(
                      Samples.product(id, 1, "x".repeat(20_000), "SKU-" + id, null, "lamps"));
                })
            .toList();
    Answer answer = shop.get("/v1/products?ids=" + String.join(",", ids));
    assertThat(answer.json().at("/items").valueStream().map(item -> item.get("id").asString()))
        .containsExactlyElementsOf(ids);
  }

  @Test
  void a_storefront_may_read_from_anywhere() {
    String id = stored(Samples.product(Shop.fresh("p"), 1));
    Answer answer = shop.get("/v1/products/" + id, "Origin", "https://shop.example");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag", "Vitrine-Version");
    Answer preflight =
        shop.send(
            "OPTIONS",
            "/v1/products/" + id,
            "Origin",
            "https://shop.example",
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "If-None-Match");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
  }
}
