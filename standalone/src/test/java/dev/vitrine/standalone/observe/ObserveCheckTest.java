package dev.vitrine.standalone.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Beside a Prometheus that has all that a stack gives out, and nothing of a mesh. */
final class ObserveCheckTest {
  private final List<String> said = new ArrayList<>();
  private HttpServer prometheus;

  @BeforeEach
  void answer() throws IOException {
    prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> names = new ArrayList<>(Metrics.scraped());
    RuleFiles.rules().forEach(rule -> names.add(rule.path("record").asString("")));
    give("label/__name__/values", names);
    give("query", Map.of("resultType", "vector", "result", List.of(1)));
    prometheus.start();
  }

  @AfterEach
  void end() {
    prometheus.stop(0);
  }

  @Test
  void rules_for_what_is_elsewhere_are_passed_over_and_named() throws InterruptedException {
    rules(
        List.of(
            rule("gateway.yaml", "OfAMesh", "istio_requests_total > 1"),
            rule("backup.yaml", "OfAnOperator", "cnpg_collector_up == 0"),
            rule("path.yaml", "Other", "up == 1")));
    assertThat(run()).isZero();
    assertThat(said)
        .contains("SKIPPED  rule OfAMesh: needs a mesh")
        .contains("SKIPPED  rule OfAnOperator: needs CloudNativePG")
        .last()
        .asString()
        .startsWith("1 rules, ")
        .endsWith(", 0 without series; 2 rules skipped");
  }

  @Test
  void series_of_the_mesh_in_another_file_are_missed() throws InterruptedException {
    rules(List.of(rule("path.yaml", "OfAMesh", "istio_requests_total > 1")));
    assertThat(run()).isOne();
    assertThat(said)
        .contains("WRONG  rule OfAMesh names what is not there: [istio_requests_total]");
  }

  private int run() throws InterruptedException {
    String url = "http://127.0.0.1:" + prometheus.getAddress().getPort();
    try (var check = new ObserveCheck(url, said::add)) {
      return check.run(Tools.FILES.resolve("dashboards"));
    }
  }

  private static Map<String, Object> rule(String file, String name, String query) {
    return Map.of(
        "file",
        "/etc/rules/" + file,
        "rules",
        List.of(Map.of("name", name, "query", query, "health", "ok", "state", "inactive")));
  }

  private void rules(List<Map<String, Object>> groups) {
    give("rules", Map.of("groups", groups));
  }

  private void give(String path, Object data) {
    byte[] body =
        JsonMapper.builder()
            .build()
            .writeValueAsString(Map.of("status", "success", "data", data))
            .getBytes(StandardCharsets.UTF_8);
    prometheus.createContext(
        "/api/v1/" + path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
