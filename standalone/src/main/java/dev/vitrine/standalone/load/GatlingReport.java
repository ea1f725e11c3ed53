package dev.vitrine.standalone.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures of a Gatling report, from the {@code js/stats.json} beside its page. */
public final class GatlingReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode stats;

  private GatlingReport(JsonNode stats) {
    this.stats = stats;
  }

  /**
   * @param page the report's {@code index.html}
   */
  public static GatlingReport read(Path page) throws IOException {
    return new GatlingReport(
        JSON.readTree(Files.readAllBytes(page.resolveSibling("js").resolve("stats.json"))));
  }

  /** All requests, and the kind with the worst p99. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    JsonNode all = stats.path("stats");
    lines.add(
        "requests  %d, %d failed"
            .formatted(
                all.at("/numberOfRequests/total").asLong(),
                all.at("/numberOfRequests/ko").asLong()));
    lines.add(
        String.format(
            Locale.ROOT,
            "rate      %.0f a second",
            all.at("/meanNumberOfRequestsPerSecond/total").asDouble()));
    lines.add("times     " + times(all));
    stats.path("contents").values().stream()
        .map(content -> content.path("stats"))
        .max(Comparator.comparingLong(one -> one.at("/percentiles4/total").asLong()))
        .ifPresent(
            one -> lines.add("slowest   " + one.path("name").asString() + ": " + times(one)));
    return lines;
  }

  /** Gatling's four percentiles are 50, 75, 95 and 99. */
  private static String times(JsonNode one) {
    return "p50 %d ms, p95 %d ms, p99 %d ms, longest %d ms"
        .formatted(
            one.at("/percentiles1/total").asLong(),
            one.at("/percentiles3/total").asLong(),
            one.at("/percentiles4/total").asLong(),
            one.at("/maxResponseTime/total").asLong());
  }
}
