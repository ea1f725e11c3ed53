package dev.vitrine.contract.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTagTest {
  private static final VersionTag PLAIN = new VersionTag(new ViewVersion(1, 7), null);
  private static final VersionTag NAMED = new VersionTag(new ViewVersion(1, 7), "desk-lamp-01");

  @Test
  void a_tag_is_read_as_it_was_made_and_that_of_its_compressed_body_says_the_same() {
    assertThat(PLAIN.text()).isEqualTo("\"7-1\"");
    assertThat(NAMED.text()).isEqualTo("\"7-1-desk-lamp-01\"");
    assertThat(VersionTag.parse("\"7-1\"")).isEqualTo(PLAIN);
    assertThat(VersionTag.parse("\"7-1~gzip\"")).isEqualTo(PLAIN);
    assertThat(VersionTag.parse("\"7-1-desk-lamp-01\"")).isEqualTo(NAMED);
    assertThat(VersionTag.parse("\"7-1-desk-lamp-01~gzip\"")).isEqualTo(NAMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7-1",
        "\"7\"",
        "\"7-1",
        "\"-7-1\"",
        "\"7-1-\"",
        "\"7-1~br\"",
        "\"7-1~gzip~gzip\"",
        "W/\"7-1\"",
        "\"cAAAA\"",
        "\"1234567890123456789-1\"",
        "\"7-1\", \"7-1\""
      })
  void other_text_is_no_tag_of_a_version(String text) {
    assertThat(VersionTag.parse(text)).isNull();
  }

  @Test
  void a_line_may_hold_several_and_what_is_none() {
    assertThat(VersionTag.in("W/\"7-1~gzip\", \"x\",\"7-1-desk-lamp-01\", \"7\""))
        .containsExactly(PLAIN, NAMED);
  }
}
