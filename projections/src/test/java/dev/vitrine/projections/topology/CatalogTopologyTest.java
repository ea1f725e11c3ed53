package dev.vitrine.projections.topology;

import static dev.vitrine.projections.Samples.lamp;
import static dev.vitrine.projections.Samples.sku;
import static dev.vitrine.projections.Samples.slug;
import static dev.vitrine.projections.Samples.variant;
import static dev.vitrine.projections.topology.CatalogDriver.header;
import static dev.vitrine.projections.topology.CatalogDriver.headers;
import static dev.vitrine.projections.topology.CatalogDriver.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.event.ProductEvent.ProductRenamed;
import dev.vitrine.contract.event.ProductEvent.ProductRetired;
import dev.vitrine.contract.event.ProductEvent.VariantAdded;
import dev.vitrine.contract.event.ProductEvent.VariantRemoved;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.ViewHeaders;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogTopologyTest {
  private static final ProductPublished PUBLISHED = new ProductPublished("lamp");
  private static final ProductRenamed RENAMED = new ProductRenamed("lamp", Map.of("en", "Lamp"));

  private final CatalogDriver catalog = new CatalogDriver();

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void half_a_commit_is_never_readable() {
    catalog.send("product:lamp", 0, lamp("lamp", "lighting"), false);
    assertThat(catalog.views()).isEmpty();
    catalog.send("product:lamp", 1, PUBLISHED, true);
    assertThat(catalog.views())
        .extracting(TestRecord::key)
        .containsExactlyInAnyOrder(
            "product:lamp",
            "listing:lighting:lamp",
            "listing:brand=Lumen:lamp",
            "sku:lamp-a",
            "slug:lamp");
  }

  @Test
  void a_view_is_the_answers_bytes_and_carries_its_version() {
    publish("lamp");

    TestRecord<String, byte[]> view = one("product:lamp");

    var created = lamp("lamp", "lighting");
    assertThat(view.value())
        .isEqualTo(
            Wire.JSON.writeValueAsBytes(
                new ProductView(
                    "lamp",
                    "lamp",
                    created.name(),
                    created.description(),
                    created.brand(),
                    created.categories(),
                    created.attributes(),
                    created.media(),
                    created.variants(),
                    Status.PUBLISHED,
                    1,
                    "2026-11-22T00:00:01Z")));
    assertThat(header(view, ViewHeaders.FORMAT)).isEqualTo("1");
    assertThat(header(view, ViewHeaders.SEQUENCE)).isEqualTo("1");
    assertThat(header(view, ViewHeaders.STATE)).isEqualTo("live");
    assertThat(header(view, ViewHeaders.TIME)).isEqualTo("2026-11-22T00:00:01Z");
    assertThat(header(view, ViewHeaders.TRACEPARENT)).isEqualTo(CatalogDriver.TRACEPARENT);
  }

  @Test
  void gone_is_a_version_and_never_a_tombstone() {
    publish("lamp");
    catalog.views();

    catalog.send(
        "product:lamp",
        2,
        new ProductRetired("lamp", List.of(sku("lamp-a", 2), slug("lamp", 2))),
        true);

    List<TestRecord<String, byte[]>> gone = catalog.views();
    assertThat(gone)
        .extracting(TestRecord::key)
        .containsExactlyInAnyOrder(
            "product:lamp",
            "listing:lighting:lamp",
            "listing:brand=Lumen:lamp",
            "sku:lamp-a",
            "slug:lamp");
    assertThat(gone)
        .allSatisfy(
            view -> {
              assertThat(view.value()).isNotEmpty();
              assertThat(header(view, ViewHeaders.STATE)).isEqualTo("gone");
              assertThat(header(view, ViewHeaders.SEQUENCE)).isEqualTo("2");
            });
  }

  @Test
  void a_release_that_arrives_after_the_new_claim_is_held_back() {
    publish("lamp");
    catalog.views();

    catalog.send(
        "product:desk",
        0,
        new ProductCreated(
            "desk",
            null,
            Map.of("en", "Desk"),
            Map.of(),
            null,
            List.of(),
            Map.of(),
            List.of(),
            List.of(variant("lamp-a")),
            List.of(sku("lamp-a", 3))),
        true);
    assertThat(text(one("sku:lamp-a"))).isEqualTo("{\"product\":\"desk\",\"generation\":3}");

    VariantRef black = new VariantRef("lamp-a", Map.of());
    catalog.send(
        "product:lamp", 2, new VariantRemoved("lamp", black, List.of(sku("lamp-a", 2))), true);
    assertThat(catalog.views()).extracting(TestRecord::key).doesNotContain("sku:lamp-a");
  }

  @Test
  void two_owners_of_one_generation_are_set_aside() {
    publish("lamp");
    catalog.send("product:desk", 0, lamp("desk"), false);
    catalog.send(
        "product:desk",
        1,
        new VariantAdded("desk", variant("lamp-a"), List.of(sku("lamp-a", 1))),
        true);
    assertThat(catalog.aside())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("sku:lamp-a");
              assertThat(header(record, "vitrine_reason")).isEqualTo("pointer-conflict");
            });
  }

  @Test
  void a_gap_sets_that_product_aside_and_the_others_flow_on() {
    publish("lamp");
    catalog.views();

    catalog.send("product:lamp", 3, RENAMED, true);
    catalog.send("product:lamp", 2, RENAMED, true);
    publish("desk");

    assertThat(catalog.views()).extracting(TestRecord::key).contains("product:desk");
    assertThat(catalog.aside())
        .extracting(record -> header(record, "vitrine_reason"))
        .containsExactly("sequence-gap", "aggregate-set-aside");
    assertThat(catalog.metrics.counter("vitrine.fold.set.aside", "reason", "sequence-gap").count())
        .isEqualTo(1);
  }

  @Test
  void what_is_set_aside_keeps_everything_and_says_why_and_where_from() {
    catalog.send("product:lamp", 4, RENAMED, true);

    TestRecord<String, byte[]> record = catalog.aside().getFirst();

    assertThat(record.key()).isEqualTo("product:lamp");
    assertThat(record.value()).isEqualTo(Wire.JSON.writeValueAsBytes(RENAMED));
    assertThat(header(record, "ce_id")).isEqualTo("event-4");
    assertThat(header(record, "vitrine_detail")).isEqualTo("expected 0, got 4");
    assertThat(header(record, "vitrine_source_topic")).isEqualTo("catalog.events");
    assertThat(header(record, "vitrine_source_partition")).isEqualTo("0");
    assertThat(header(record, "vitrine_source_offset")).isEqualTo("0");
  }

  @Test
  void another_event_under_a_known_sequence_sets_the_product_aside() {
    publish("lamp");
    catalog.views();
    catalog.send("product:lamp", "another", 1, RENAMED, true);
    catalog.send("product:lamp", 2, RENAMED, true);
    assertThat(catalog.views()).isEmpty();
    assertThat(catalog.aside())
        .extracting(record -> header(record, "vitrine_reason"))
        .containsExactly("sequence-conflict", "aggregate-set-aside");
  }

  @Test
  void repeats_are_no_ops() {
    publish("lamp");
    catalog.views();
    publish("lamp");
    assertThat(catalog.views()).isEmpty();
    assertThat(catalog.aside()).isEmpty();
    catalog.send("product:lamp", 2, RENAMED, true);
    assertThat(catalog.views()).isNotEmpty();
  }

  /** As the relay does when its task is started anew within its first snapshot. */
  @Test
  void a_snapshot_that_is_begun_anew_emits_what_it_emits_in_one_go() {
    snapshot(catalog, 50);
    List<String> inOneGo = emitted(catalog);
    try (CatalogDriver restarted = new CatalogDriver()) {
      // First inside a commit, then behind more events than a product remembers.
      snapshot(restarted, 13);
      snapshot(restarted, 45);
      snapshot(restarted, 50);
      assertThat(emitted(restarted)).isEqualTo(inOneGo);
      assertThat(restarted.aside()).isEmpty();
    }
    assertThat(inOneGo).hasSizeGreaterThan(50);
  }

  /** The first so many of a table with two products and a tree. Every third row ends no commit. */
  private static void snapshot(CatalogDriver catalog, int events) {
    catalog.send("categories", 0, new CategoryCreated("a", Map.of("en", "A"), null), true);
    for (int sequence = 0; sequence < events; sequence++) {
      for (String id : List.of("lamp", "desk")) {
        var event =
            switch (sequence) {
              case 0 -> lamp(id, "a");
              case 1 -> new ProductPublished(id);
              default -> new ProductRenamed(id, Map.of("en", "Name " + sequence));
            };
        catalog.send("product:" + id, id + sequence, sequence, event, sequence % 3 != 0);
      }
    }
  }

  private static List<String> emitted(CatalogDriver catalog) {
    return catalog.views().stream()
        .map(view -> view.key() + " " + header(view, ViewHeaders.SEQUENCE) + " " + text(view))
        .toList();
  }

  @Test
  void the_tree_is_one_document() {
    catalog.send("categories", 0, new CategoryCreated("a", Map.of("en", "A"), null), false);
    catalog.send("categories", 1, new CategoryCreated("b", Map.of("en", "B"), "a"), true);
    assertThat(text(one("categories")))
        .isEqualTo(
            """
            {"categories":[{"id":"a","name":{"en":"A"},"children":[{"id":"b","name":{"en":"B"},\
            "children":[]}]}],"version":1,"updatedAt":"2026-11-22T00:00:01Z"}\
            """);
  }

  @Test
  void a_view_that_is_too_large_is_set_aside() {
    catalog.send("product:lamp", 0, lamp("lamp"), true);
    Map<String, String> huge = Map.of("en", "x".repeat(FoldProcessor.BODY_BYTES));
    catalog.views();
    catalog.send("product:lamp", 1, new ProductRenamed("lamp", huge), false);
    catalog.send("product:lamp", 2, PUBLISHED, true);
    assertThat(catalog.views()).isEmpty();
    assertThat(catalog.aside())
        .extracting(record -> header(record, "vitrine_reason"))
        .containsExactly("too-large");
  }

  @Test
  void a_record_too_large_for_its_topic_is_set_aside_without_its_value() {
    Map<String, String> huge = Map.of("en", "x".repeat(FoldProcessor.STATE_BYTES));
    catalog.send("product:lamp", 0, lamp("lamp"), true);
    catalog.send("product:lamp", 1, new ProductRenamed("lamp", huge), false);
    TestRecord<String, byte[]> record = catalog.aside().getFirst();
    assertThat(record.value()).isNull();
    assertThat(header(record, "vitrine_detail")).startsWith("left out here, see the source");
  }

  @Test
  void a_product_is_folded_from_its_stored_state() {
    catalog.send("product:lamp", 0, lamp("lamp", "lighting"), true);
    catalog.send("product:lamp", 1, PUBLISHED, true);
    catalog.views();
    catalog.send("product:lamp", 2, RENAMED, true);
    assertThat(text(one("product:lamp")))
        .contains("\"attributes\":{\"watts\":9,\"discontinued\":null}")
        .contains("\"name\":{\"en\":\"Lamp\"}");
  }

  @Test
  void headers_of_a_record_are_no_part_of_its_views() {
    var headers = headers("event-0", 0, lamp("lamp"), true).add("custom", new byte[] {1});
    catalog.send("product:lamp", Wire.JSON.writeValueAsBytes(lamp("lamp")), headers);
    assertThat(header(one("product:lamp"), "custom")).isNull();
  }

  private void publish(String id) {
    catalog.send("product:" + id, 0, lamp(id, "lighting"), false);
    catalog.send("product:" + id, 1, new ProductPublished(id), true);
  }

  private TestRecord<String, byte[]> one(String key) {
    List<TestRecord<String, byte[]>> found =
        catalog.views().stream().filter(view -> view.key().equals(key)).toList();
    assertThat(found).as(key).hasSize(1);
    return found.getFirst();
  }
}
