package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the cluster is told to have beside the objects at hand: {@code surroundings.yaml}.
 *
 * @param secrets keys by the name of the secret
 * @param priorityClasses by name
 */
record Surroundings(Map<String, Set<String>> secrets, Set<String> priorityClasses) {
  static Surroundings read(Path file) {
    try {
      JsonNode root = Documents.YAML.readTree(file.toFile());
      Map<String, Set<String>> secrets = new HashMap<>();
      root.path("secrets")
          .properties()
          .forEach(secret -> secrets.put(secret.getKey(), new HashSet<>(texts(secret.getValue()))));
      return new Surroundings(secrets, new HashSet<>(texts(root.path("priorityClasses"))));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }
}
