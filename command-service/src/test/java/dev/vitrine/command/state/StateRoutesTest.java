package dev.vitrine.command.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.command.document.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

class StateRoutesTest extends ServiceTest {
  @Autowired private JdbcTemplate jdbc;

  @Test
  void every_product_is_there_once_in_the_order_of_ids_whatever_its_status() {
    String prefix = unique("many");
    jdbc.update(
        """
        INSERT INTO domain_event_entry (aggregate_identifier, sequence_number, type,
          event_identifier, time_stamp, payload_type, payload, meta_data, commit_end)
        SELECT 'product:' || ?::text || n, s, 'Product', gen_random_uuid(),
          '2026-11-22T00:00:0' || s || '.123456Z', t, replace(p, '#', ?::text || n), '{}', s = 3
        FROM generate_series(1, 2500) n, (VALUES
          (0, 'product.created.v1', '{"productId":"#","name":{"en":"x"},"description":{},'
              || '"categories":[],"attributes":{"d":1.250},"media":[],"variants":[],"claimed":[]}'),
          (1, 'product.published.v1', '{"productId":"#"}'),
          (2, 'product.unpublished.v1', '{"productId":"#"}'),
          (3, 'product.published.v1', '{"productId":"#"}')) AS e(s, t, p)
        """,
        prefix,
        prefix);
    List<JsonNode> products = lines("/v1/state/products");
    List<String> ids = products.stream().map(line -> line.at("/product/id").stringValue()).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(ids).filteredOn(id -> id.startsWith(prefix)).hasSize(2500);
    Integer all =
        jdbc.queryForObject(
            "SELECT count(DISTINCT aggregate_identifier) FROM domain_event_entry"
                + " WHERE aggregate_identifier LIKE 'product:%'",
            Integer.class);
    assertThat(ids).hasSize(all == null ? -1 : all);
    JsonNode one =
        products.stream()
            .filter(line -> line.at("/product/id").stringValue().equals(prefix + "7"))
            .findFirst()
            .orElseThrow();
    assertThat(Json.WIRE.writeValueAsString(one))
        .isEqualTo(
            "{\"product\":{\"id\":\""
                + prefix
                + "7\",\"name\":{\"en\":\"x\"},\"description\":{},\"categories\":[],"
                + "\"attributes\":{\"d\":1.250},\"media\":[],\"variants\":[],"
                + "\"status\":\"published\",\"version\":3,"
                + "\"updatedAt\":\"2026-11-22T00:00:03.123456Z\"},"
                + "\"firstPublishedAt\":\"2026-11-22T00:00:01.123456Z\"}");
  }

  @Test
  void a_draft_was_never_published() {
    String id = unique("draft");
    post("/v1/products", "{\"id\":\"%s\",\"name\":\"x\"}".formatted(id)).expectStatus().isCreated();
    assertThat(lines("/v1/state/products"))
        .filteredOn(line -> line.at("/product/id").stringValue().equals(id))
        .singleElement()
        .satisfies(line -> assertThat(line.get("firstPublishedAt").isNull()).isTrue());
  }

  @Test
  void every_claim_is_there_also_the_freed_ones() {
    String prefix = unique("claim");
    jdbc.update(
        "INSERT INTO claim SELECT 'SKU', ? || n, CASE WHEN n % 2 = 0 THEN 'o' END, n"
            + " FROM generate_series(1, 2100) n",
        prefix);
    List<JsonNode> claims =
        lines("/v1/state/claims").stream()
            .filter(line -> line.get("key").stringValue().startsWith(prefix))
            .toList();
    assertThat(claims).hasSize(2100);
    assertThat(claims)
        .filteredOn(line -> line.get("key").stringValue().equals(prefix + "7"))
        .singleElement()
        .hasToString(
            "{\"kind\":\"SKU\",\"key\":\"%s7\",\"owner\":null,\"generation\":7}".formatted(prefix));
  }

  @Test
  void the_tree_is_replayed() {
    String id = unique("c").substring(0, 30);
    post("/v1/categories", "{\"id\":\"%1$s\",\"name\":\"%1$s\"}".formatted(id))
        .expectStatus()
        .isCreated();
    String state = body("/v1/state/categories", MediaType.APPLICATION_JSON);
    assertThat(state).contains(id).isEqualTo(body("/v1/categories", MediaType.APPLICATION_JSON));
  }

  private List<JsonNode> lines(String path) {
    List<JsonNode> lines = new ArrayList<>();
    body(path, MediaType.APPLICATION_NDJSON)
        .lines()
        .forEach(line -> lines.add(Json.WIRE.readTree(line)));
    return lines;
  }

  private String body(String path, MediaType type) {
    byte[] body =
        admin
            .get()
            .uri(path)
            .accept(type)
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType(type)
            .expectBody()
            .returnResult()
            .getResponseBodyContent();
    return new String(body, StandardCharsets.UTF_8);
  }
}
