package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
  private static final Path PRODUCTION = Checkout.CHART.resolve("values-prod.yaml");

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

  /** What `kubectl kustomize istio` gives, and the values of the mesh's own charts beside it. */
  static Documents istio() {
    List<Path> files =
        Checkout.files(ISTIO, ".yaml").stream()
            .filter(file -> !file.startsWith(ISTIO.resolve("scenarios")))
            .toList();
    List<Document> values = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith("-values.yaml")) {
        ObjectNode root = Documents.YAML.createObjectNode().put("kind", "Values");
        root.putObject("metadata").put("name", name.replace("-values.yaml", ""));
        root.set("spec", Documents.parse(Checkout.read(file)).all().getFirst().root());
        values.add(new Document(root));
      }
    }
    return objects(files).and(new Documents(values));
  }

  /** Production in a mesh. */
  static Documents mesh() {
    return Engines.render(PRODUCTION).and(istio());
  }

  /** And a canary of the query service, on whose scenarios are applied. */
  static Documents canary() {
    return Engines.render(
            PRODUCTION, Checkout.HELM.resolve("src/test/resources/canary-values.yaml"))
        .and(istio());
  }

  static Documents scenario(String file) {
    return objects(List.of(ISTIO.resolve("scenarios").resolve(file)));
  }

  /** Production in a mesh, and its engines in the namespace of the release. */
  static Documents operators() {
    Path folder = Checkout.HELM.resolve("examples");
    return Engines.render(
            PRODUCTION,
            folder.resolve("cloudnative-pg/vitrine-values.yaml"),
            folder.resolve("strimzi/vitrine-values.yaml"))
        .and(objects(Checkout.files(folder, ".yaml")))
        .and(istio());
  }

  /** Also what the chart makes of their settings, as it is applied together with them. */
  @Test
  void the_examples_have_no_finding() {
    Documents operators = operators();
    assertThat(operators.of("Cluster", "Kafka")).hasSize(2);
    passes(
        Map.of(
            "operators",
            operators,
            "aws",
            Engines.render(PRODUCTION, Checkout.HELM.resolve("examples/aws/vitrine-values.yaml"))
                .and(withOtherNames(istio()))));
  }

  /** Its CA is a public one; a private one from the file below would be trusted alone. */
  @Test
  void msk_is_not_asked_for_productions_own_ca() {
    Path aws = Checkout.HELM.resolve("examples/aws/vitrine-values.yaml");
    assertThat(roots(Engines.render(PRODUCTION))).contains("vitrine-kafka-ca");
    assertThat(roots(Engines.render(PRODUCTION, aws))).doesNotContain("vitrine-kafka-ca");
  }

  /** By the script in istio/README.md: other names in place of the base's. */
  private static Documents withOtherNames(Documents base) {
    String readme = Checkout.read(ISTIO.resolve("README.md"));
    int begin = readme.indexOf("```sed\n") + 7;
    String script = readme.substring(begin, readme.indexOf("```", begin));
    List<Document> changed = new ArrayList<>();
    for (Document one : base.all()) {
      var ended = Processes.run(ISTIO, one.root().toString(), List.of("sed", script));
      assertThat(ended.code()).as(ended.error()).isZero();
      changed.add(Documents.parse(ended.out()).all().getFirst());
    }
    return new Documents(changed);
  }

  @Test
  void other_names_take_the_place_of_all_the_examples_and_of_no_secrets() {
    List<Path> scenarios = Checkout.files(ISTIO.resolve("scenarios"), ".yaml");
    Documents before = istio().and(objects(scenarios));
    Documents after = withOtherNames(before);
    assertThat(roots(after)).doesNotContain("example.com", "eu-central-1");
    assertThat(secrets(after)).isNotEmpty().isEqualTo(secrets(before));
  }

  private static String roots(Documents documents) {
    return documents.all().stream().map(Document::root).toList().toString();
  }

  private static List<String> secrets(Documents documents) {
    return documents.of("Gateway").stream()
        .flatMap(one -> one.root().findValuesAsText("credentialName").stream())
        .toList();
  }

  /** Each scenario is applied on top of the rest, as its README says. */
  @Test
  void istio_has_no_finding() {
    Documents base = canary();
    Map<String, Documents> sets = new LinkedHashMap<>();
    sets.put("istio", mesh());
    for (Path scenario : Checkout.files(ISTIO.resolve("scenarios"), ".yaml")) {
      sets.put(scenario.getFileName().toString(), base.with(objects(List.of(scenario))));
    }
    passes(sets);
  }

  @Test
  void kustomize_is_told_of_every_file_of_istio() throws IOException {
    Set<String> named =
        new TreeSet<>(
            Surroundings.texts(
                Documents.YAML
                    .readTree(ISTIO.resolve("kustomization.yaml").toFile())
                    .path("resources")));
    Set<String> there = new TreeSet<>();
    for (Path file : Checkout.files(ISTIO, ".yaml")) {
      if (ISTIO.equals(file.getParent()) && !file.endsWith("kustomization.yaml")) {
        there.add(file.getFileName().toString());
      }
    }
    assertThat(named).isEqualTo(there);
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
