package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedIdTest {
  @Test
  void what_can_be_an_id_is_one() {
    assertThat(DerivedId.of("..lamp.")).isEqualTo("..lamp.");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "...", "", " ", "a/b", "b\u00fcro"})
  void what_cannot_is_told_apart_by_a_hash(String key) {
    assertThat(DerivedId.of(key)).matches(Limits.ID).matches(".*-[0-9a-f]{16}");
  }
}
