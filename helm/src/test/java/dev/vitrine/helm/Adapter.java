package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What observability/prometheus-adapter-values.yaml has an adapter serve to autoscalers. */
final class Adapter {
  static final Path FILE = Path.of("observability/prometheus-adapter-values.yaml");

  private static final Pattern SERIES = Pattern.compile("^([a-z_]+)\\{job=\"([a-z-]+)\", (.*)}$");
  private static final Pattern WINDOW = Pattern.compile("\\[(\\d+s)]");

  /**
   * @param series name of what Prometheus scraped
   * @param job whose it is
   * @param query the template of the adapter's question
   * @param window seconds over which it asks for a rate
   */
  record Metric(String series, String job, String query, int window) {}

  private Adapter() {}

  static Optional<Metric> metric(String name) {
    Document values = Documents.parse(Checkout.read(Checkout.ROOT.resolve(FILE))).all().getFirst();
    for (JsonNode rule : values.root().at("/rules/custom")) {
      if (rule.at("/name/as").asText().equals(name)) {
        Matcher series = SERIES.matcher(rule.path("seriesQuery").asText());
        String query = rule.path("metricsQuery").asText();
        Matcher window = WINDOW.matcher(query);
        if (!series.matches() || !window.find()) {
          throw new IllegalStateException("no series or no window: " + rule);
        }
        return Optional.of(
            new Metric(series.group(1), series.group(2), query, seconds(window.group(1))));
      }
    }
    return Optional.empty();
  }

  /** Of {@code 30s} or {@code 1m}. */
  static int seconds(String duration) {
    return (int) Duration.parse("PT" + duration.toUpperCase(Locale.ROOT)).toSeconds();
  }
}
