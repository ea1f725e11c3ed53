package dev.vitrine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
  private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void a_header_is_read_and_written_as_it_was() {
    assertThat(TraceContext.parse(SAMPLED))
        .contains(new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true))
        .map(TraceContext::text)
        .contains(SAMPLED);
  }

  @Test
  void of_its_flags_only_sampled_counts() {
    String unsampled = SAMPLED.substring(0, SAMPLED.length() - 2) + "00";
    assertThat(TraceContext.parse(SAMPLED.replace("-01", "-03")).orElseThrow().text())
        .isEqualTo(SAMPLED);
    assertThat(TraceContext.parse(SAMPLED).orElseThrow().unsampled().text()).isEqualTo(unsampled);
    assertThat(TraceContext.parse(unsampled).orElseThrow().sampled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      })
  void what_is_malformed_counts_as_absent(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }
}
