package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that makes pods.
 *
 * @param template with the metadata and the spec of its pods
 */
record Workload(Document document, JsonNode template) {
  JsonNode labels() {
    return template.at("/metadata/labels");
  }

  JsonNode podSpec() {
    return template.path("spec");
  }

  /** Whether it is meant to run for ever. */
  boolean serves() {
    return document.kind().equals("Deployment") || document.kind().equals("StatefulSet");
  }

  List<JsonNode> containers() {
    List<JsonNode> all = new ArrayList<>();
    podSpec().path("initContainers").forEach(all::add);
    podSpec().path("containers").forEach(all::add);
    return all;
  }

  /** Whether a container declares this port, by its name or its number. */
  boolean hasPort(JsonNode port) {
    return containers().stream().anyMatch(container -> declares(container, port));
  }

  static boolean declares(JsonNode container, JsonNode port) {
    for (JsonNode declared : container.path("ports")) {
      if (declared.path("name").asText().equals(port.asText())
          || declared.path("containerPort").asText().equals(port.asText())) {
        return true;
      }
    }
    return false;
  }
}
