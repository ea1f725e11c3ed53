package dev.vitrine.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.command.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Whatever is sent: a 4xx problem document, and nothing is changed. */
class BadInputTest extends ServiceTest {
  private static final String PRODUCTS = "/v1/products";

  @Autowired private JdbcTemplate jdbc;
  private long before;

  @BeforeEach
  void count() {
    before = rows();
  }

  @AfterEach
  void nothing_was_changed() {
    assertThat(rows()).isEqualTo(before);
  }

  private long rows() {
    Long rows =
        jdbc.queryForObject(
            "SELECT (SELECT count(*) FROM domain_event_entry) + (SELECT count(*) FROM claim)",
            Long.class);
    return rows == null ? -1 : rows;
  }

  @Test
  void no_token() {
    expectProblem(nobody.get().uri("/v1/products/lamp").exchange(), 401, "unauthorized");
    nobody
        .post()
        .uri(PRODUCTS)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{}")
        .exchange()
        .expectHeader()
        .valueEquals("WWW-Authenticate", "Bearer")
        .expectHeader()
        .exists("Date");
  }

  @Test
  void tokens_that_are_not_for_us() {
    for (String token :
        new String[] {
          Tokens.expired(),
          Tokens.forAnotherAudience(),
          Tokens.ofAnotherKey(),
          Tokens.ofSubject(null),
          Tokens.ofSubject(" "),
          "rubbish",
          "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ."
        }) {
      expectProblem(with(token).get().uri("/v1/products/lamp").exchange(), 401, "unauthorized");
    }
  }

  @Test
  void the_wrong_role() {
    expectProblem(
        viewer
            .post()
            .uri(PRODUCTS)
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue("{\"name\":\"x\"}")
            .exchange(),
        403,
        "forbidden");
    expectProblem(viewer.get().uri("/v1/state/products").exchange(), 403, "forbidden");
    expectProblem(
        with(Tokens.of("stranger")).get().uri("/v1/categories").exchange(), 403, "forbidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "  ",
        "{\"name\":}",
        "{\"name\":\"a\"} {\"name\":\"b\"}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"x\",\"attributes\":{\"n\":NaN}}",
        "{\"name\":\"x\",\"attributes\":{\"n\":1e99999999999}}",
        "{'name':'x'}",
        "{\"name\":\"tab\there\"}"
      })
  void malformed_json(String body) {
    expectProblem(post(PRODUCTS, body), 400, "malformed-json");
  }

  @Test
  void malformed_json_is_located() {
    post(PRODUCTS, "{\n  \"name\": oops\n}")
        .expectBody()
        .jsonPath("$.line")
        .isEqualTo(2)
        .jsonPath("$.column")
        .isNumber();
  }

  @Test
  void a_thousand_levels_of_nesting() {
    expectProblem(post(PRODUCTS, "[".repeat(100_000)), 400, "malformed-json");
  }

  @Test
  void bytes_that_are_no_utf_8() {
    byte[] body = "{\"name\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    body[9] = (byte) 0xff;
    expectProblem(
        admin
            .post()
            .uri(PRODUCTS)
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(body)
            .exchange(),
        400,
        "malformed-json");
  }

  static Stream<String> invalidDocuments() {
    return Stream.of(
        "null",
        "[]",
        "\"text\"",
        "{}",
        "{\"name\":7}",
        "{\"name\":\"x\",\"id\":\"a b\"}",
        "{\"name\":\"x\",\"id\":\".\"}",
        "{\"name\":\"x\",\"id\":\"..\"}",
        "{\"name\":\"x\",\"slug\":[\"a\"]}",
        "{\"name\":\"x\",\"nonsense\":1}",
        "{\"name\":\"nul \\u0000\"}",
        "{\"name\":\"half \\ud800\"}",
        "{\"name\":\"x\",\"attributes\":{\"a\\u0000\":1}}",
        "{\"name\":\"x\",\"attributes\":{\"n\":1e999999999}}",
        "{\"name\":\"x\",\"attributes\":{\"n\":1e-999999999}}",
        "{\"name\":\"x\",\"attributes\":{\"n\":" + "9".repeat(900) + "}}",
        "{\"name\":\"x\",\"categories\":\"lamps\"}",
        "{\"name\":\"x\",\"media\":[{\"url\":\"javascript:alert(1)\"}]}",
        "{\"name\":\"x\",\"variants\":[{\"prices\":[{\"currency\":\"XYZ\",\"amount\":\"1\"}]}]}",
        "{\"name\":\"x\",\"variants\":[{\"prices\":[{\"currency\":\"EUR\",\"amount\":\"-1\"}]}]}",
        "{\"name\":\"x\",\"variants\":[{\"prices\":[{\"currency\":\"EUR\",\"amount\":1}]}]}",
        "{\"name\":\"x\",\"variants\":[{\"sku\":\"a\"},{\"sku\":\"a\"}]}");
  }

  @ParameterizedTest
  @MethodSource("invalidDocuments")
  void invalid_documents(String body) {
    expectProblem(post(PRODUCTS, body), 422, "invalid-document");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"actions\":[]}",
        "{\"actions\":{}}",
        "{\"actions\":[7]}",
        "{\"actions\":[{}]}",
        "{\"actions\":[{\"action\":7}]}",
        "{\"actions\":[{\"action\":\"explode\"}]}",
        "{\"actions\":[{\"action\":\"rename\"}]}",
        "{\"actions\":[{\"action\":\"set-slug\"}]}",
        "{\"actions\":[{\"action\":\"publish\",\"when\":\"now\"}]}",
        "{\"actions\":[{\"action\":\"set-prices\",\"ref\":{},\"prices\":[]}]}"
      })
  void invalid_actions(String body) {
    expectProblem(post("/v1/products/lamp/actions", body), 422, "invalid-document");
  }

  @Test
  void too_many_actions() {
    String actions = "{\"action\":\"publish\"},".repeat(101);
    expectProblem(
        post(
            "/v1/products/lamp/actions",
            "{\"actions\":[" + actions.substring(0, actions.length() - 1) + "]}"),
        422,
        "invalid-document");
  }

  @Test
  void ten_megabytes() {
    String body = "{\"name\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}";
    expectProblem(post(PRODUCTS, body), 413, "content-too-large");
  }

  @Test
  void a_product_that_is_too_large_for_the_stores() {
    String body =
        "{\"name\":\"x\",\"description\":{\"en\":\"%1$s\",\"es\":\"%1$s\"}}"
            .formatted("x".repeat(150_000));
    expectProblem(post(PRODUCTS, body), 422, "product-too-large");
  }

  @Test
  void other_media_types() {
    ResponseSpec text =
        admin.post().uri(PRODUCTS).contentType(MediaType.TEXT_PLAIN).bodyValue("{}").exchange();
    expectProblem(text, 415, "unsupported-media-type");
    ResponseSpec zipped =
        admin
            .post()
            .uri(PRODUCTS)
            .contentType(MediaType.APPLICATION_JSON)
            .header("Content-Encoding", "gzip")
            .bodyValue("{}")
            .exchange();
    expectProblem(zipped, 415, "unsupported-media-type");
    expectProblem(
        admin.get().uri("/v1/categories").accept(MediaType.TEXT_HTML).exchange(),
        406,
        "not-acceptable");
  }

  @Test
  void media_types_that_are_none() {
    expectProblem(
        admin.post().uri(PRODUCTS).header("Content-Type", "foo").exchange(),
        415,
        "unsupported-media-type");
    expectProblem(
        admin.get().uri("/v1/categories").header("Accept", "foo").exchange(),
        406,
        "not-acceptable");
  }

  @Test
  void other_methods() {
    ResponseSpec response = admin.method(HttpMethod.DELETE).uri("/v1/products/lamp").exchange();
    response.expectHeader().valueEquals("Allow", "GET, HEAD");
    expectProblem(response, 405, "method-not-allowed");
  }

  @Test
  void paths_that_lead_nowhere() {
    expectProblem(admin.get().uri("/v1/nothing").exchange(), 404, "not-found");
    expectProblem(nobody.get().uri("/elsewhere").exchange(), 404, "not-found");
    admin.get().uri("/v1/products/{id}", "nul\0").exchange().expectStatus().is4xxClientError();
  }

  @Test
  void categories_are_checked_too() {
    expectProblem(post("/v1/categories", "{}"), 422, "invalid-document");
    expectProblem(
        post("/v1/categories", "{\"id\":\"..\",\"name\":\"x\"}"), 422, "invalid-document");
    expectProblem(
        post("/v1/categories", "{\"name\":\"x\",\"parentId\":\"none\"}"), 422, "unknown-parent");
    expectProblem(
        post(
            "/v1/categories/none/actions",
            "{\"actions\":[{\"action\":\"move\",\"parentId\":null}]}"),
        404,
        "unknown-category");
    expectProblem(
        post("/v1/categories/none/actions", "{\"actions\":[{\"action\":\"move\"}]}"),
        422,
        "invalid-document");
  }
}
