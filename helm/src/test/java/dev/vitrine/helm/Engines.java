package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both engines, asked the same. */
final class Engines {
  private static final String RELEASE = "vitrine";

  /** Helm 3 would render for 1.20. */
  private static final String KUBERNETES = "1.35.0";

  private Engines() {}

  /** By Helm 4, with hooks. */
  static Documents render(Path... values) {
    List<String> arguments = new ArrayList<>();
    for (Path file : values) {
      arguments.addAll(List.of("--values", file.toString()));
    }
    var ended = helm4("template", arguments);
    if (ended.code() != 0) {
      throw new IllegalStateException(ended.error());
    }
    return Documents.parse(ended.out());
  }

  /** By helm-java (Helm 3), which leaves hooks out. */
  static Documents helm3(List<Path> values) {
    var command =
        new Helm(Checkout.CHART)
            .template()
            .withName(RELEASE)
            .withNamespace(RELEASE)
            .withKubeVersion(KUBERNETES);
    values.forEach(command::withValuesFile);
    return Documents.parse(command.call());
  }

  /**
   * What lint says, in strict mode; its own command takes no values, so the chart is given them.
   */
  static LintResult lint(Path values, Path scratch) {
    Path copy = scratch.resolve("vitrine");
    Checkout.copyChart(copy);
    try {
      Path defaults = copy.resolve("values.yaml");
      ObjectNode merged = (ObjectNode) Documents.YAML.readTree(defaults.toFile());
      merge(merged, Documents.YAML.readTree(values.toFile()));
      Documents.YAML.writeValue(defaults.toFile(), merged);
      return new Helm(copy).lint().strict().call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Helm does: maps entry by entry, lists as a whole. */
  private static void merge(ObjectNode into, JsonNode values) {
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      if (value.getValue().isObject() && into.path(value.getKey()) instanceof ObjectNode below) {
        merge(below, value.getValue());
      } else {
        into.set(value.getKey(), value.getValue());
      }
    }
  }

  /** Helm 4: {@code lint --strict}, {@code template} or {@code install --dry-run=client}. */
  static Processes.Ended helm4(String verb, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(NodeTools.helm4().toString(), verb));
    if (!verb.equals("lint")) {
      command.add(RELEASE);
    }
    command.add(Checkout.CHART.toString());
    command.addAll(List.of("--namespace", RELEASE));
    command.addAll(arguments);
    return Processes.run(Checkout.HELM, "", command);
  }
}
