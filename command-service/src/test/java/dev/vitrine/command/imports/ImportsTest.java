package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.imports.Service.Answer;
import dev.vitrine.engines.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What imports decide, over HTTP and a real PostgreSQL. Each test has products of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsTest {
  private Postgres postgres;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    postgres = Postgres.start(folder);
    service = Service.start(postgres, folder);
  }

  @AfterAll
  void stop() {
    try {
      service.close();
    } finally {
      postgres.close();
    }
  }

  @Test
  void a_row_becomes_a_published_product_in_one_commit() {
    JsonNode job =
        service.imported(
            "format=jsonl&publish=true",
            """
            {"id":"one-commit","name":"Lamp","categories":["One > Two"],"variants":[{"sku":"OC-1"}]}
            """);

    assertCounts(job, 1, 1, 0);
    assertThat(job.path("total").asLong()).isEqualTo(1);
    assertThat(product("one-commit").path("status").asString()).isEqualTo("published");
    assertThat(events("one-commit"))
        .containsExactly("product.created.v1 false", "product.published.v1 true");
    assertThat(
            service.count(
                "SELECT count(DISTINCT xmin::text) FROM domain_event_entry WHERE"
                    + " aggregate_identifier = ?",
                "product:one-commit"))
        .isEqualTo(1);
  }

  @Test
  void without_publish_a_product_is_a_draft() {
    service.imported("format=jsonl", "{\"id\":\"draft-1\",\"name\":\"Lamp\"}");

    assertThat(product("draft-1").path("status").asString()).isEqualTo("draft");
  }

  @Test
  void a_taken_sku_is_refused_with_line_sku_and_owner() {
    JsonNode job =
        service.imported(
            "format=jsonl",
            """
            {"id":"sku-a","name":"A","variants":[{"sku":"SKU-1"}]}

            {"id":"sku-b","name":"B","variants":[{"sku":"SKU-2"},{"sku":"SKU-1"}]}
            {"id":"sku-c","name":"C","variants":[{"sku":"SKU-2"}]}
            """);

    assertCounts(job, 3, 2, 1);
    JsonNode rejection = service.rejections(job).getFirst();
    assertThat(rejection.path("line").asLong()).isEqualTo(3);
    assertThat(rejection.path("sku").asString()).isEqualTo("SKU-1");
    assertThat(rejection.path("id").asString()).isEqualTo("sku-b");
    assertThat(rejection.path("reason").asString()).isEqualTo("sku-taken");
    assertThat(rejection.path("owner").asString()).isEqualTo("sku-a");
  }

  @Test
  void a_file_sent_again_counts_the_same_and_writes_nothing() {
    String file =
        """
        {"id":"again-a","name":"A","slug":"again","variants":[{"sku":"AG-1"}]}
        {"id":"again-b","name":"B","variants":[{"sku":"AG-1"}]}
        {"id":"again-c","name":5}
        {"id":"again-a","name":"A","slug":"again","variants":[{"sku":"AG-1"}]}
        """;
    JsonNode first = service.imported("format=jsonl&publish=true", file);
    long events = service.count("SELECT count(*) FROM domain_event_entry");

    JsonNode second = service.imported("format=jsonl&publish=true", file);

    assertCounts(first, 4, 2, 2);
    assertCounts(second, 4, 2, 2);
    assertThat(service.count("SELECT count(*) FROM domain_event_entry")).isEqualTo(events);
    assertThat(service.rejections(second))
        .usingRecursiveComparison()
        .isEqualTo(service.rejections(first));
  }

  @Test
  void a_second_row_of_a_product_that_says_something_else_is_refused_also_when_sent_again() {
    String file =
        """
        {"id":"twice","name":"A","variants":[{"sku":"TW-1"}]}
        {"id":"twice","name":"B","variants":[{"sku":"TW-2"}]}
        {"id":"twice-2","name":"C","variants":[{"sku":"TW-1"}]}
        {"id":"twice","name":"A","variants":[{"sku":"TW-1"}]}
        """;
    JsonNode first = service.imported("format=jsonl", file);
    act("twice", "{\"action\":\"rename\",\"name\":\"X\"}");

    JsonNode second = service.imported("format=jsonl", file);

    assertCounts(first, 4, 2, 2);
    assertCounts(second, 4, 2, 2);
    assertThat(service.rejections(second).stream().map(row -> row.path("reason").asString()))
        .containsExactly("duplicate-id", "sku-taken");
    assertThat(product("twice").path("name").path("en").asString()).isEqualTo("X");
    assertThat(events("twice"))
        .containsExactly("product.created.v1 true", "product.renamed.v1 true");
  }

  @Test
  void a_second_row_is_refused_also_in_a_later_chunk() {
    String file =
        "{\"id\":\"far\",\"name\":\"A\"}\n"
            + IntStream.range(0, 500)
                .mapToObj("{\"id\":\"far-%d\",\"name\":\"N\"}\n"::formatted)
                .collect(Collectors.joining())
            + "{\"id\":\"far\",\"name\":\"B\"}";

    assertCounts(service.imported("format=jsonl", file), 502, 501, 1);
    assertCounts(service.imported("format=jsonl", file), 502, 501, 1);
    assertThat(product("far").path("version").asLong()).isZero();
  }

  @Test
  void a_later_file_may_go_back_to_what_an_earlier_one_said() {
    String monday = "{\"id\":\"weekly\",\"name\":\"Monday\"}";
    service.imported("format=jsonl", monday);
    service.imported("format=jsonl", "{\"id\":\"weekly\",\"name\":\"Tuesday\"}");
    service.imported("format=jsonl", monday);

    assertThat(product("weekly").path("name").path("en").asString()).isEqualTo("Monday");
  }

  @Test
  void a_repetition_never_takes_back_what_an_admin_changed() {
    String row = "{\"id\":\"edited\",\"name\":\"Lamp\",\"brand\":\"Old\"}";
    service.imported("format=jsonl&publish=true", row);
    act("edited", "{\"action\":\"rename\",\"name\":\"Better lamp\"},{\"action\":\"unpublish\"}");

    JsonNode job = service.imported("format=jsonl&publish=true", row);

    assertCounts(job, 1, 1, 0);
    assertThat(product("edited").path("name").path("en").asString()).isEqualTo("Better lamp");
    assertThat(product("edited").path("status").asString()).isEqualTo("unpublished");
  }

  @Test
  void a_changed_row_changes_only_what_it_changed() {
    service.imported(
        "format=jsonl&publish=true",
        """
        {"id":"merged","name":"Lamp","brand":"Old","attributes":{"watts":9},
        """
                .strip()
            + "\"variants\":[{\"sku\":\"MG-1\",\"prices\":[{\"currency\":\"EUR\",\"amount\":\"1.00\"}]},"
            + "{\"sku\":\"MG-2\"}]}");
    act("merged", "{\"action\":\"rename\",\"name\":\"Better lamp\"}");

    JsonNode job =
        service.imported(
            "format=jsonl&publish=true",
            "{\"id\":\"merged\",\"name\":\"Lamp\",\"brand\":\"New\",\"attributes\":{\"watts\":9},"
                + "\"variants\":[{\"sku\":\"MG-1\",\"prices\":[{\"currency\":\"EUR\",\"amount\":\"2.00\"}]},"
                + "{\"sku\":\"MG-3\"}]}");

    assertCounts(job, 1, 1, 0);
    JsonNode merged = product("merged");
    assertThat(merged.path("name").path("en").asString()).isEqualTo("Better lamp");
    assertThat(merged.path("brand").asString()).isEqualTo("New");
    assertThat(events("merged"))
        .containsExactly(
            "product.created.v1 false",
            "product.published.v1 true",
            "product.renamed.v1 true",
            "product.brand-set.v1 false",
            "product.variant-removed.v1 false",
            "product.variant-prices-set.v1 false",
            "product.variant-added.v1 true");
    assertThat(owner("MG-2")).isNull();
    assertThat(owner("MG-3")).isEqualTo("merged");
  }

  @Test
  void a_variant_that_an_admin_removed_stays_away_and_keeps_no_row_from_being_accepted() {
    String row =
        "{\"id\":\"thinned\",\"name\":\"Lamp\",\"variants\":["
            + "{\"sku\":\"TH-1\",\"prices\":[{\"currency\":\"EUR\",\"amount\":\"%1$s\"}]},"
            + "{\"sku\":\"TH-2\",\"prices\":[{\"currency\":\"EUR\",\"amount\":\"%1$s\"}]}]}";
    service.imported("format=jsonl", row.formatted("1.00"));
    act("thinned", "{\"action\":\"remove-variant\",\"ref\":{\"sku\":\"TH-2\"}}");

    JsonNode job = service.imported("format=jsonl", row.formatted("2.00"));

    assertCounts(job, 1, 1, 0);
    assertThat(product("thinned").path("variants")).hasSize(1);
    assertThat(events("thinned"))
        .containsExactly(
            "product.created.v1 true",
            "product.variant-removed.v1 true",
            "product.variant-prices-set.v1 true");
  }

  @Test
  void a_key_that_a_row_frees_can_be_taken_by_the_next_one() {
    service.imported(
        "format=jsonl", "{\"id\":\"freeing\",\"name\":\"A\",\"variants\":[{\"sku\":\"FR-1\"}]}");

    JsonNode job =
        service.imported(
            "format=jsonl",
            """
            {"id":"freeing","name":"A","variants":[{"sku":"FR-2"}]}
            {"id":"taking","name":"B","variants":[{"sku":"FR-1"}]}
            """);

    assertCounts(job, 2, 2, 0);
    assertThat(owner("FR-1")).isEqualTo("taking");
    assertThat(owner("FR-2")).isEqualTo("freeing");
    assertThat(service.count("SELECT generation FROM claim WHERE key = 'FR-1'")).isEqualTo(3);
  }

  @Test
  void an_id_that_an_admin_created_is_refused() {
    service.post("/v1/products", "{\"id\":\"by-hand\",\"name\":\"Lamp\"}");

    JsonNode job = service.imported("format=jsonl", "{\"id\":\"by-hand\",\"name\":\"Lamp\"}");

    assertCounts(job, 1, 0, 1);
    JsonNode rejection = service.rejections(job).getFirst();
    assertThat(rejection.path("reason").asString()).isEqualTo("id-taken");
    assertThat(rejection.path("owner").asString()).isEqualTo("by-hand");
  }

  @Test
  void a_retired_product_stays_retired() {
    service.imported("format=jsonl&publish=true", "{\"id\":\"retired\",\"name\":\"Lamp\"}");
    act("retired", "{\"action\":\"retire\"}");

    JsonNode same =
        service.imported("format=jsonl&publish=true", "{\"id\":\"retired\",\"name\":\"Lamp\"}");
    JsonNode changed =
        service.imported("format=jsonl&publish=true", "{\"id\":\"retired\",\"name\":\"Lantern\"}");

    assertCounts(same, 1, 1, 0);
    assertCounts(changed, 1, 0, 1);
    assertThat(service.rejections(changed).getFirst().path("reason").asString())
        .isEqualTo("product-retired");
    assertThat(product("retired").path("status").asString()).isEqualTo("retired");
  }

  @Test
  void publishing_what_was_imported_as_draft_publishes_it_once() {
    String row = "{\"id\":\"later\",\"name\":\"Lamp\"}";
    service.imported("format=jsonl", row);
    service.imported("format=jsonl&publish=true", row);
    service.imported("format=jsonl", row);
    service.imported("format=jsonl&publish=true", row);

    assertThat(events("later"))
        .containsExactly("product.created.v1 true", "product.published.v1 true");
  }

  @Test
  void a_shopify_product_that_becomes_a_draft_is_unpublished() {
    String header = "Handle,Title,Status\n";
    service.imported("format=shopify-csv&currency=USD&publish=true", header + "shop-1,A,active\n");
    service.imported("format=shopify-csv&currency=USD&publish=true", header + "shop-1,A,draft\n");

    assertThat(product("shop-1").path("status").asString()).isEqualTo("unpublished");
    assertThat(product("shop-1").path("slug").asString()).isEqualTo("shop-1");
  }

  @Test
  void rows_without_id_are_recognised_by_slug_or_sku() {
    String file =
        """
        {"slug":"büro-lampe","name":"A"}
        {"name":"B","variants":[{"sku":"IDLESS-1"}]}
        {"name":"C"}
        """;
    service.imported("format=jsonl", file);
    JsonNode job = service.imported("format=jsonl", file);

    assertCounts(job, 3, 2, 1);
    assertThat(service.rejections(job).getFirst().path("reason").asString()).isEqualTo("no-id");
    assertThat(product("IDLESS-1").path("name").path("en").asString()).isEqualTo("B");
    assertThat(owner("büro-lampe")).matches("b-ro-lampe-[0-9a-f]{16}");
  }

  @Test
  void paths_make_a_tree_and_a_refused_row_makes_none() {
    JsonNode job =
        service.imported(
            "format=jsonl",
            """
            {"id":"tree-1","name":"A","categories":["Paths > Tea "," > Paths > > Tea","Paths"]}
            {"id":"tree-2","name":"B","categories":["Paths > Tea > Pots"]}
            {"id":"tree-1","name":"C","categories":["Nonsense"],"variants":[{"sku":5}]}
            """);

    assertCounts(job, 3, 2, 1);
    assertThat(product("tree-1").path("categories").valueStream().map(JsonNode::asString))
        .containsExactly("tea", "paths");
    assertThat(service.get("/v1/categories").body().toString())
        .contains("\"Pots\"")
        .doesNotContain("Nonsense");
  }

  @Test
  void many_rows_are_decided_in_order_over_chunks() {
    String file =
        IntStream.range(0, 1_500)
            .mapToObj(
                i ->
                    "{\"id\":\"many-%d\",\"name\":\"N\",\"variants\":[{\"sku\":\"MANY-%d\"}]}"
                        .formatted(i, i % 1_000))
            .collect(Collectors.joining("\n"));

    JsonNode job = service.imported("format=jsonl&publish=true", file);

    assertCounts(job, 1_500, 1_000, 500);
    List<JsonNode> rejections = service.rejections(job);
    assertThat(rejections).hasSize(500);
    assertThat(rejections.getFirst().path("line").asLong()).isEqualTo(1_001);
    assertThat(rejections.getFirst().path("owner").asString()).isEqualTo("many-0");
  }

  @Test
  void rejections_come_in_pages() {
    JsonNode job = service.imported("format=jsonl", "1\n2\n3\n");
    String path = "/v1/imports/" + job.path("id").asString() + "/rejections";

    Answer first = service.get(path + "?limit=2");
    Answer second = service.get(path + "?limit=2&after=" + first.body().path("next").asLong());

    assertThat(first.body().path("items")).hasSize(2);
    assertThat(second.body().path("items")).hasSize(1);
    assertThat(second.body().path("next").isNull()).isTrue();
  }

  @Test
  void an_import_of_the_same_skus_as_concurrent_requests_gives_each_sku_one_owner()
      throws InterruptedException {
    String file =
        IntStream.range(0, 2_000)
            .mapToObj(
                i ->
                    "{\"id\":\"race-i-%d\",\"name\":\"N\",\"variants\":[{\"sku\":\"RACE-%d\"}]}"
                        .formatted(i, i))
            .collect(Collectors.joining("\n"));
    Thread posting =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 1_999; i >= 1_700; i--) {
                    service.post(
                        "/v1/products",
                        "{\"id\":\"race-p-%d\",\"name\":\"N\",\"variants\":[{\"sku\":\"RACE-%d\"}]}"
                            .formatted(i, i));
                  }
                });

    JsonNode job = service.imported("format=jsonl", file);
    posting.join();

    assertThat(job.path("read").asLong()).isEqualTo(2_000);
    long byImport = service.count("SELECT count(*) FROM claim WHERE owner LIKE 'race-i-%'");
    long byPost = service.count("SELECT count(*) FROM claim WHERE owner LIKE 'race-p-%'");
    assertThat(byImport).isEqualTo(job.path("accepted").asLong());
    assertThat(byImport + byPost).isEqualTo(2_000);
    assertThat(
            service.count(
                "SELECT count(*) FROM domain_event_entry WHERE aggregate_identifier LIKE"
                    + " 'product:race-%'"))
        .isEqualTo(2_000);
  }

  private void act(String id, String actions) {
    Answer answer =
        service.post("/v1/products/" + id + "/actions", "{\"actions\":[" + actions + "]}");
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }

  private JsonNode product(String id) {
    return service.get("/v1/products/" + id).body();
  }

  private List<String> events(String id) {
    return service
        .jdbc()
        .queryForList(
            "SELECT payload_type || ' ' || commit_end FROM domain_event_entry"
                + " WHERE aggregate_identifier = ? ORDER BY sequence_number",
            String.class,
            "product:" + id);
  }

  private @Nullable String owner(String key) {
    return service
        .jdbc()
        .queryForObject("SELECT owner FROM claim WHERE key = ?", String.class, key);
  }

  private static void assertCounts(JsonNode job, long read, long accepted, long rejected) {
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("done");
    assertThat(
            List.of(
                job.path("read").asLong(),
                job.path("accepted").asLong(),
                job.path("rejected").asLong()))
        .containsExactly(read, accepted, rejected);
  }
}
