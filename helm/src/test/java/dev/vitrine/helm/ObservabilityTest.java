package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart ships the files of observability/ as they are, but for the runbook's address. */
final class ObservabilityTest {
  private static final Path FILES = Checkout.ROOT.resolve("observability");
  private static final Documents EVERYTHING =
      Engines.render(Checkout.CHART.resolve("ci/everything-values.yaml"));

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\..*", "");
  }

  @Test
  void every_rule_file_is_a_rule_object() throws IOException {
    List<Path> files = Checkout.files(FILES.resolve("rules"), ".yaml");
    assertThat(EVERYTHING.of("PrometheusRule")).hasSameSizeAs(files);
    for (Path file : files) {
      Document rules = EVERYTHING.find("PrometheusRule", "vitrine-" + name(file)).orElseThrow();
      String there =
          Checkout.read(file)
              .replace("docs/runbook.md#", "https://wiki.example.com/vitrine/runbook#");
      assertThat(rules.spec()).isEqualTo(Documents.YAML.readTree(there));
      assertThat(rules.root().at("/metadata/labels/release").asText()).isEqualTo("monitoring");
    }
  }

  /** Where the mesh's files lead to, and who leads there. */
  @Test
  void the_rules_of_the_gateway_ask_for_its_name_and_its_routes() {
    String rules = Checkout.read(FILES.resolve("rules/gateway.yaml"));
    Set<String> routed = new TreeSet<>();
    for (Path file : Checkout.files(Checkout.ROOT.resolve("istio"), "-routes.yaml")) {
      for (Document route : Documents.parse(Checkout.read(file)).of("VirtualService")) {
        if (route.spec().has("gateways")) {
          routed.add(route.spec().at("/http/0/route/0/destination/host").asText());
        }
      }
    }
    assertThat(routed).hasSize(2);
    for (String host : routed) {
      String name = host.substring(0, host.indexOf('.'));
      assertThat(rules).contains("destination_service=~\"" + name + "[.].+\"");
    }
    String allowed = Checkout.read(Checkout.ROOT.resolve("istio/authorization.yaml"));
    Matcher gateway = Pattern.compile("source_workload=\"([a-z-]+)\"").matcher(rules);
    assertThat(gateway.results().map(one -> one.group(1)).distinct().toList())
        .singleElement()
        .satisfies(name -> assertThat(allowed).contains("/sa/" + name));
  }

  /** One that takes all proxies would scrape the pods of the chart's own monitors again. */
  @Test
  void the_monitor_that_the_readme_gives_takes_the_gateway_only() {
    Matcher example =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Checkout.read(FILES.resolve("README.md")));
    assertThat(example.find()).isTrue();
    Document monitor = Documents.parse(example.group(1)).of("PodMonitor").getFirst();
    Document gateway =
        Documents.parse(Checkout.read(Checkout.ROOT.resolve("istio/gateway.yaml")))
            .of("Gateway")
            .getFirst();
    assertThat(monitor.spec().at("/selector/matchLabels"))
        .isEqualTo(gateway.spec().at("/selector"));
    assertThat(monitor.spec().has("namespaceSelector")).isFalse();
    String allowed = Checkout.read(Checkout.ROOT.resolve("istio/authorization.yaml"));
    assertThat(allowed)
        .contains("/ns/" + monitor.root().at("/metadata/namespace").asText() + "/sa/istio-ingress");
  }

  @Test
  void every_dashboard_is_a_config_map_that_the_sidecar_finds() throws IOException {
    List<Path> files = Checkout.files(FILES.resolve("dashboards"), ".json");
    assertThat(files).hasSize(4);
    for (Path file : files) {
      Document map = EVERYTHING.find("ConfigMap", "vitrine-dashboard-" + name(file)).orElseThrow();
      JsonNode shipped =
          Documents.YAML.readTree(
              map.root().at("/data").path(file.getFileName().toString()).asText());
      assertThat(shipped).isEqualTo(Documents.YAML.readTree(file.toFile()));
      assertThat(map.root().at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    }
  }

  @Test
  void nothing_of_it_is_there_unless_asked_for() {
    Documents minimal = Engines.render(Checkout.CHART.resolve("ci/minimal-values.yaml"));
    assertThat(minimal.of("PrometheusRule", "PodMonitor")).isEmpty();
    assertThat(minimal.of("ConfigMap"))
        .noneMatch(map -> map.name().startsWith("vitrine-dashboard"));
  }
}
