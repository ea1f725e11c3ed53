package dev.vitrine.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtLeast;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntityTagsTest {
  /** While a release of the fold replaces another, a replica may know one and not yet the other. */
  @Test
  void a_client_that_has_seen_a_newer_format_is_not_answered_with_an_older_one() {
    AtLeast seen = EntityTags.seen(List.of("\"5-2\""), "");
    assertThat(seen).isEqualTo(new AtLeast(2, 5));
    assertThat(seen.isMetBy(new ViewVersion(1, 5))).isFalse();
    assertThat(seen.isMetBy(new ViewVersion(1, 6))).isFalse();
    assertThat(seen.isMetBy(new ViewVersion(2, 5))).isTrue();
  }

  @Test
  void of_several_tags_each_was_seen() {
    List<String> lines = List.of("W/\"5-1~gzip\", \"7-1\"", "\"3-2\", \"x\", \"9-1-lamp\"");
    assertThat(EntityTags.seen(lines, "")).isEqualTo(new AtLeast(2, 7));
    assertThat(EntityTags.seen(lines, "lamp")).isEqualTo(new AtLeast(1, 9));
    assertThat(EntityTags.seen(lines, "desk")).isEqualTo(AtLeast.ANY);
  }

  /** A SKU or slug can lead from one of these products to the other. */
  @Test
  void a_compressed_body_of_a_product_is_not_taken_for_a_product_named_so() {
    List<String> compressed = List.of("\"4-1-lamp~gzip\"");
    assertThat(EntityTags.ids(compressed)).containsExactly("lamp");
    assertThat(EntityTags.seen(compressed, "lamp")).isEqualTo(new AtLeast(1, 4));
    assertThat(EntityTags.ids(List.of("\"4-1-lamp-gzip\""))).containsExactly("lamp-gzip");
    assertThat(EntityTags.seen(List.of("\"4-1-lamp-gzip\""), "lamp")).isEqualTo(AtLeast.ANY);
  }
}
