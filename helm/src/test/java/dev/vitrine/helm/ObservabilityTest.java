package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
