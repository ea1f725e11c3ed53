package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.Shop.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Shop.Provided.class)
class BadInputTest {
  private final Shop shop;

  BadInputTest(Shop shop) {
    this.shop = shop;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/products/a%20b | invalid-id",
        "/v1/products/a%2Fb | invalid-id",
        "/v1/products/%00 | invalid-id",
        "/v1/products/l%C3%A1mpara | invalid-id",
        "/v1/products | invalid-parameter",
        "/v1/products?ids= | invalid-id",
        "/v1/products?ids=a,,b | invalid-id",
        "/v1/products?ids=a,b, | invalid-id",
        "/v1/products?ids=a&ids=b | invalid-parameter",
        "/v1/products/a?minVersion=-1 | invalid-parameter",
        "/v1/products?ids=a&minVersion=3 | invalid-parameter",
        "/v1/categories/a/products?minVersion=3 | invalid-parameter",
        "/v1/brands/a/products?minVersion=3 | invalid-parameter",
        "/v1/products/a?minVersion=x | invalid-parameter",
        "/v1/products/a?minVersion= | invalid-parameter",
        "/v1/products/a?minVersion=99999999999999999999 | invalid-parameter",
        "/v1/skus/A;B | malformed-uri",
        "/v1/products/lamp;x | malformed-uri",
        "/v1/products/lamp; | malformed-uri",
        "/v1/slugs;a=b/lamp | malformed-uri",
        "/v1/categories;x | malformed-uri",
        "/v1/skus | invalid-parameter",
        "/v1/skus/%FF | invalid-sku",
        "/v1/skus?sku=%FF | invalid-sku",
        "/v1/slugs/%C3 | invalid-slug",
        "/v1/categories/a%20b | invalid-id",
        "/v1/categories/a%20b/products | invalid-id",
        "/v1/categories/a/products?limit=0 | invalid-parameter",
        "/v1/categories/a/products?limit=101 | invalid-parameter",
        "/v1/categories/a/products?limit=ten | invalid-parameter",
        "/v1/categories/a/products?limit=1.5 | invalid-parameter",
        "/v1/categories/a/products?sort=best | invalid-parameter",
        "/v1/categories/a/products?sort= | invalid-parameter",
        "/v1/categories/a/products?sort=price&currency=XXX | unknown-currency",
        "/v1/categories/a/products?currency=usd | unknown-currency",
        "/v1/categories/a/products?cursor= | invalid-cursor",
        "/v1/categories/a/products?cursor=abc | invalid-cursor",
        "/v1/categories/a/products?cursor=%25%25 | invalid-cursor",
        "/v1/categories/a/products?cursor=AAAAAAAAAAAAAAAAAAAAAAAA | invalid-cursor"
      })
  void what_cannot_be_understood_is_a_problem_that_names_it(String path, String type) {
    Answer answer = shop.get(path);
    assertThat(answer.problem())
        .containsEntry("status", 400)
        .containsEntry("type", "urn:vitrine:problem:" + type);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void more_than_a_hundred_ids_are_too_many() {
    Answer answer = shop.get("/v1/products?ids=" + String.join(",", Collections.nCopies(101, "a")));
    assertThat(answer.problem())
        .containsEntry("status", 400)
        .containsEntry("type", "urn:vitrine:problem:too-many-ids");
    assertThat(answer.json().get("title").asString()).isEqualTo("Too many ids");
  }

  @Test
  void ids_and_skus_that_are_too_long_are_refused() {
    assertThat(shop.get("/v1/products/" + "a".repeat(65)).status()).isEqualTo(400);
    assertThat(shop.get("/v1/skus/" + "a".repeat(513)).status()).isEqualTo(400);
    assertThat(shop.get("/v1/skus/" + "a".repeat(512)).status()).isEqualTo(404);
    assertThat(shop.get("/v1/skus/" + "%C3%A1".repeat(257)).status()).isEqualTo(400);
  }

  @Test
  void an_unknown_currency_is_told_which_there_are() {
    Answer answer = shop.get("/v1/categories/a/products?sort=price&currency=GBP");
    assertThat(answer.json().get("detail").asString()).contains("USD, EUR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/products/a/b",
        "/v2/products/a",
        "/v1/skus/a/b"
      })
  void an_unknown_route_is_not_found(String path) {
    assertThat(shop.get(path).problem())
        .containsEntry("status", 404)
        .containsEntry("type", "urn:vitrine:problem:not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void other_methods_are_told_which_there_are(String method) {
    Answer answer = shop.send(method, "/v1/products/a");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("GET").contains("HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/products/%zz HTTP/1.1",
        "GET /v1/products/% HTTP/1.1",
        "GET /v1/skus?sku=%zz HTTP/1.1",
        "GET /v1/products/a b HTTP/1.1",
        "GET /v1/products/<a> HTTP/1.1",
        "GET /v1/skus?sku=|^ HTTP/1.1",
        "GET http://[ HTTP/1.1",
        "rubbish"
      })
  void a_malformed_request_line_is_the_clients_fault(String line) throws IOException {
    assertThat(statusOf(line)).isBetween(400, 499);
  }

  @Test
  void a_malformed_uri_is_a_problem_document_too() throws IOException {
    assertThat(answerTo("GET /v1/products/%zz HTTP/1.1", 1_000))
        .startsWith("HTTP/1.1 400")
        .contains("Content-Type: application/problem+json")
        .contains("Access-Control-Allow-Origin: *")
        .contains("Cache-Control: no-cache, public")
        .contains("urn:vitrine:problem:malformed-uri");
  }

  @Test
  void a_page_that_asks_for_what_is_nowhere_may_read_that_it_is_so() {
    Answer preflight =
        shop.send(
            "OPTIONS",
            "/nowhere",
            "Origin",
            "https://shop.example",
            "Access-Control-Request-Method",
            "GET");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(shop.get("/nowhere").header("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void a_semicolon_in_the_path_is_told_how_to_be_sent() {
    assertThat(shop.get("/v1/skus/A;B").json().get("detail").asString()).contains("%3B");
    assertThat(shop.get("/v1/skus/A%3BB").problem())
        .containsEntry("type", "urn:vitrine:problem:unknown-sku");
    assertThat(shop.get("/v1/skus?sku=A;B").problem())
        .containsEntry("type", "urn:vitrine:problem:unknown-sku");
  }

  @Test
  void a_uri_that_is_too_long_is_said_to_be() throws IOException {
    assertThat(statusOf("GET /v1/skus?sku=" + "a".repeat(20_000) + " HTTP/1.1")).isEqualTo(414);
  }

  @Test
  void headers_that_are_too_large_are_refused() throws IOException {
    assertThat(statusOf("GET /v1/products/a HTTP/1.1\r\nIf-None-Match: " + "\"a\",".repeat(20_000)))
        .isBetween(400, 499);
  }

  private int statusOf(String requestLine) throws IOException {
    return Integer.parseInt(answerTo(requestLine, 12).substring(9));
  }

  /** The first bytes only: a server that refuses may reset the connection behind its answer. */
  private String answerTo(String requestLine, int bytes) throws IOException {
    URI base = URI.create(shop.base());
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          (requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
    }
  }
}
