package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** What the autoscaler of production is told, asks for, and was simulated with. */
final class AutoscalerTest {
  private static final Documents PRODUCTION =
      Engines.render(Checkout.CHART.resolve("values-prod.yaml"));
  private static final JsonNode QUERY =
      PRODUCTION.find("HorizontalPodAutoscaler", "vitrine-query").orElseThrow().spec();
  private static final Adapter.Metric METRIC =
      Adapter.metric(QUERY.at("/metrics/1/pods/metric/name").asText()).orElseThrow();

  /** The simulation's test compares the page with the numbers that it uses. */
  @Test
  void the_page_of_the_simulation_says_what_the_chart_says() {
    String scraped =
        PRODUCTION
            .find("PodMonitor", "vitrine-services")
            .orElseThrow()
            .spec()
            .at("/podMetricsEndpoints/0/interval")
            .asText();
    String settings =
        String.format(
            Locale.ROOT,
            """
            | of the chart | |
            |---|---|
            | replicas | %d to %d |
            | for each, whichever asks for more | %,d reads a second, %d %% of its CPU |
            | up | %s |
            | down | %s |
            | scraped every | %d s, a rate over %d s |
            """,
            QUERY.path("minReplicas").asInt(),
            QUERY.path("maxReplicas").asInt(),
            QUERY.at("/metrics/1/pods/target/averageValue").asInt(),
            QUERY.at("/metrics/0/containerResource/target/averageUtilization").asInt(),
            words(QUERY.at("/behavior/scaleUp")),
            words(QUERY.at("/behavior/scaleDown")),
            Adapter.seconds(scraped),
            METRIC.window());
    assertThat(Checkout.read(Checkout.ROOT.resolve("docs/capacity.md"))).contains(settings);
  }

  private static String words(JsonNode behavior) {
    StringJoiner policies = new StringJoiner(" or ");
    for (JsonNode policy : behavior.path("policies")) {
      String share = policy.path("type").asText().equals("Percent") ? " %" : "";
      policies.add(
          policy.path("value").asInt()
              + share
              + " in "
              + policy.path("periodSeconds").asInt()
              + " s");
    }
    return policies + ", after " + behavior.path("stabilizationWindowSeconds").asInt() + " s";
  }

  @Test
  void the_metric_is_made_of_requests_that_the_query_service_counts() {
    assertThat(Checkout.read(Checkout.ROOT.resolve("observability/metrics.txt")).lines())
        .contains(METRIC.series());
    assertThat(METRIC.series()).isEqualTo("http_server_requests_seconds_count");
    assertThat(METRIC.job()).isEqualTo("vitrine-query");
    // Of the pods that are asked about, and for each; a probe is no read.
    assertThat(METRIC.query())
        .contains("rate(<<.Series>>{<<.LabelMatchers>>, ", "by (<<.GroupBy>>)")
        .contains("uri!~\"/actuator.*\"");
    // The series' query only finds them; who scrapes the pods a second time doubles what is not
    // asked by its job.
    assertThat(METRIC.query()).contains("job=\"" + METRIC.job() + "\"");
  }
}
