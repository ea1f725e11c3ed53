package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import dev.vitrine.query.Stores;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short way and the routes give one answer, wherever it comes from. */
@ExtendWith(Shop.Provided.class)
class PlainReadsTest {
  /** What may differ: when it was, who had it, and how the connection goes on. */
  private static final Set<String> OWN = Set.of("date", "vitrine-source", "connection");

  private static Shop near;
  private static Shop far;
  private static String id;

  @BeforeAll
  static void start(Shop shop) {
    far = shop;
    near = shop.replica();
    id = Shop.fresh("near");
    shop.stores.product(large(id, 4));
    near.get("/v1/products/" + id);
    shop.get("/v1/products/" + id);
  }

  private static ProductView large(String id, long version) {
    return new ProductView(
        id,
        "slug-" + id,
        Map.of("en", "Lamp"),
        Map.of("en", "A lamp that has a description of some length. ".repeat(30)),
        null,
        List.of("lamps"),
        Map.of(),
        List.of(),
        List.of(),
        Status.PUBLISHED,
        version,
        Samples.TIME);
  }

  static List<List<String>> requests() {
    return List.of(
        List.of(),
        List.of("Accept-Encoding", "gzip, deflate, br"),
        List.of("Accept-Encoding", "br;q=1.0, gzip;q=0.8, *;q=0.1"),
        List.of("Accept-Encoding", "gzip;q=0"),
        List.of("Accept-Encoding", "gzip; q=0.000, identity"),
        List.of("Accept-Encoding", "identity"),
        List.of("If-None-Match", "\"4-1\""),
        List.of("If-None-Match", "W/\"4-1\""),
        List.of("If-None-Match", "\"3-1\", \"4-1\""),
        List.of("If-None-Match", "*"),
        List.of("If-None-Match", "\"3-1\""),
        List.of("If-None-Match", "\"4-1\"", "Accept-Encoding", "gzip"),
        List.of("If-None-Match", "\"4-1~gzip\"", "Accept-Encoding", "gzip"),
        List.of("If-None-Match", "\"5-1\""),
        List.of("If-None-Match", "\"4-1\"", "If-None-Match", "\"9-1\""),
        List.of("Accept-Encoding", "identity", "Accept-Encoding", "gzip"),
        List.of("Origin", "https://shop.example"));
  }

  private static Map<String, List<String>> headers(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer
        .response()
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name)) {
                headers.put(name, values);
              }
            });
    return headers;
  }

  @ParameterizedTest
  @MethodSource("requests")
  void both_ways_give_the_same_answer(List<String> request) {
    String[] asked = request.toArray(new String[0]);
    Answer fromStore = both(far, id, asked);
    Answer atHand = both(near, id, asked);
    assertThat(headers(atHand)).isEqualTo(headers(fromStore));
    assertThat(atHand.body()).isEqualTo(fromStore.body());
    if (atHand.status() != 503) {
      assertThat(atHand.header("Vitrine-Source")).isEqualTo("near");
      assertThat(fromStore.header("Vitrine-Source")).isEqualTo("redis");
    }
  }

  /** A query makes it a request for the routes; this one asks for nothing more. */
  private static Answer both(Shop shop, String id, String... asked) {
    Answer direct = shop.get("/v1/products/" + id, asked);
    Answer byRoute = shop.get("/v1/products/" + id + "?minVersion=0", asked);
    assertThat(direct.status()).isEqualTo(byRoute.status());
    assertThat(headers(direct)).isEqualTo(headers(byRoute));
    assertThat(direct.body()).isEqualTo(byRoute.body());
    return direct;
  }

  @Test
  void a_compressed_body_is_the_same_document_under_a_tag_of_its_own() {
    String path = "/v1/products/" + id;
    Answer plain = near.get(path);
    Answer compressed = near.get(path, "Accept-Encoding", "gzip");
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("ETag")).isEqualTo("\"4-1~gzip\"");
    assertThat(compressed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
    assertThat(compressed.uncompressed()).isEqualTo(plain.body());
    assertThat(near.get(path, "Accept-Encoding", "gzip", "If-None-Match", "\"4-1~gzip\"").status())
        .isEqualTo(304);
    assertThat(near.get(path, "Accept-Encoding", "gzip", "If-None-Match", "\"4-1\"").status())
        .isEqualTo(200);
  }

  @Test
  void a_small_body_is_not_compressed() {
    String small = Shop.fresh("small");
    far.stores.toDynamo(new ViewKey.Product(small), Stores.view(1, Samples.product(small, 1)));
    for (int i = 0; i < 2; i++) {
      Answer answer = near.get("/v1/products/" + small, "Accept-Encoding", "gzip");
      assertThat(answer.header("Content-Encoding")).isEmpty();
      assertThat(answer.header("ETag")).isEqualTo("\"1-1\"");
    }
  }

  @Test
  void both_ways_tell_the_same_of_what_is_gone() {
    String retired = Shop.fresh("retired");
    far.stores.toDynamo(new ViewKey.Product(retired), Stores.gone(7, Samples.retired(retired, 7)));
    for (Shop shop : List.of(near, far)) {
      for (int i = 0; i < 2; i++) {
        Answer answer = both(shop, retired);
        assertThat(answer.problem()).containsEntry("status", 404);
        assertThat(answer.header("Vitrine-Version")).isEqualTo("7");
      }
    }
  }

  @Test
  void what_was_never_there_is_a_problem() {
    String never = Shop.fresh("never");
    for (Shop shop : List.of(near, far)) {
      Answer answer = shop.get("/v1/products/" + never, "Origin", "https://shop.example");
      assertThat(answer.problem())
          .containsEntry("status", 404)
          .containsEntry("type", "urn:vitrine:problem:unknown-product");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, public");
    }
  }

  @Test
  void a_head_has_the_headers_of_the_get_and_no_body() {
    Answer get = near.get("/v1/products/" + id);
    Answer head = near.send("HEAD", "/v1/products/" + id);
    assertThat(headers(head)).isEqualTo(headers(get));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void a_shared_cache_may_go_on_for_a_moment_and_a_browser_may_not() {
    Answer answer = near.get("/v1/products/" + id);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, public");
    assertThat(answer.header("CDN-Cache-Control")).isEqualTo("max-age=1, stale-while-revalidate=5");
  }
}
