package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Everything that is applied to a cluster passes every check. */
final class GateTest {
  private static final Path ISTIO = Checkout.ROOT.resolve("istio");

  static Map<String, Documents> charts() {
    Map<String, Documents> sets = new LinkedHashMap<>();
    for (Path values : Checkout.values()) {
      sets.put(values.getFileName().toString(), Engines.render(values));
    }
    return sets;
  }

  /** Kubernetes objects of a folder; what kustomize and Helm read themselves is no object. */
  static Documents objects(List<Path> files) {
    Documents all = new Documents(List.of());
    for (Path file : files) {
      if (!file.endsWith("kustomization.yaml") && !file.toString().endsWith("-values.yaml")) {
        all = all.and(Documents.parse(Checkout.read(file)));
      }
    }
    return all;
  }

  private static void passes(Map<String, Documents> sets) {
    List<String> findings = new ArrayList<>();
    Gate.check(sets)
        .forEach((name, found) -> found.forEach(one -> findings.add(name + ": " + one)));
    assertThat(findings).isEmpty();
  }

  @Test
  void the_chart_has_no_finding() {
    passes(charts());
  }

  /** Also what the chart makes of their settings, as it is applied together with them. */
  @Test
  void the_examples_have_no_finding() {
    Path folder = Checkout.HELM.resolve("examples");
    Documents examples = objects(Checkout.files(folder, ".yaml"));
    assertThat(examples.of("Cluster", "Kafka")).hasSize(2);
    passes(
        Map.of(
            "operators",
            Engines.render(
                    Checkout.CHART.resolve("ci/minimal-values.yaml"),
                    folder.resolve("cloudnative-pg/vitrine-values.yaml"),
                    folder.resolve("strimzi/vitrine-values.yaml"))
                .and(examples),
            "aws",
            Engines.render(folder.resolve("aws/vitrine-values.yaml"))));
  }

  /** Each scenario is applied on top of the rest, as its README says. */
  @Test
  void istio_has_no_finding() {
    assumeThat(ISTIO).as("istio/ is not there yet").isDirectory();
    Documents base =
        Engines.render(Checkout.CHART.resolve("values-prod.yaml"))
            .and(
                objects(
                    Checkout.files(ISTIO, ".yaml").stream()
                        .filter(file -> !file.toString().contains("scenarios"))
                        .toList()));
    Map<String, Documents> sets = new LinkedHashMap<>();
    sets.put("istio", base);
    for (Path scenario : Checkout.files(ISTIO.resolve("scenarios"), ".yaml")) {
      sets.put(scenario.getFileName().toString(), base.with(objects(List.of(scenario))));
    }
    passes(sets);
  }

  @Test
  void every_exception_is_needed_and_has_a_reason() {
    Set<Finding> findings = new java.util.HashSet<>();
    Gate.everything(charts()).values().forEach(findings::addAll);
    Set<String> idle = new TreeSet<>();
    for (Gate.Excused known : Gate.EXCEPTIONS) {
      assertThat(known.reason()).hasSizeGreaterThan(40);
      if (findings.stream().noneMatch(known::covers)) {
        idle.add(known.check());
      }
    }
    assertThat(idle).as("exceptions that cover nothing").isEmpty();
  }
}
