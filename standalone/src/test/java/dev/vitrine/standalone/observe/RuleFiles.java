package dev.vitrine.standalone.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of {@code observability/} that are YAML. */
final class RuleFiles {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RuleFiles() {}

  static List<Path> of(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Tools.FILES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static JsonNode read(Path file) throws IOException {
    return JSON.valueToTree(new Yaml().load(Files.readString(file)));
  }

  /** All rules, alerts and what is recorded. */
  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (Path file : of("rules")) {
      rules.addAll(rules(file));
    }
    return rules;
  }

  static List<JsonNode> rules(Path file) throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : read(file).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  static List<JsonNode> alerts() throws IOException {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }
}
