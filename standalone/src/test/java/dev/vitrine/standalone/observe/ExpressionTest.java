package dev.vitrine.standalone.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExpressionTest {
  private static String unfiltered(String text) {
    return new Expression(text).unfiltered().text();
  }

  @Test
  void names_are_those_of_metrics_alone() {
    var expression =
        new Expression(
            "sum by (job, le) (rate(a_bucket{b=\"c d\", e!~\"f|g\"}[5m] offset 1h)) / on (x)"
                + " group_left (y) (vitrine:z:sum > 1.5e3) or vector(0) and up == 1");
    assertThat(expression.names()).containsExactly("a_bucket", "up", "vitrine:z:sum");
  }

  @Test
  void comparisons_answer_instead_of_filtering_but_matchers_stay() {
    assertThat(unfiltered("a{b!=\"c\", d=~\"e>f\"} > 1 and g <= bool 2 or h == 0"))
        .isEqualTo("a{b!=\"c\", d=~\"e>f\"} > bool  1 and g <= bool 2 or h == bool  0");
  }

  @Test
  void what_grafana_fills_in_is_filled_in() {
    assertThat(new Expression("rate(a{n=~\"$namespace\"}[$__rate_interval])").filled().text())
        .isEqualTo("rate(a{n=~\".*\"}[1m])");
  }
}
