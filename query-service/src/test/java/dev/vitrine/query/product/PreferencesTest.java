package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
  @ParameterizedTest
  @ValueSource(strings = {"wait=2", "WAIT = \"2\"", "respond-async, wait=2", "wait=2; x=y, wait=9"})
  void the_first_wait_counts(String prefer) {
    assertThat(Preferences.wait(List.of("foo", prefer))).isEqualTo(Duration.ofSeconds(2));
  }

  /** A parameter of another preference is not one. */
  @ParameterizedTest
  @ValueSource(strings = {"", "wait", "wait=x", "wait=-2", "handling=lenient; wait=2", "await=2"})
  void what_is_none_is_none(String prefer) {
    assertThat(Preferences.wait(List.of(prefer))).isEqualTo(Duration.ZERO);
  }
}
