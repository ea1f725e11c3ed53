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

  /** Whether it may get a proxy in a mesh. */
  boolean injected() {
    return !labels().path(MeshChecks.INJECT).asText().equals("false");
  }

  String annotation(String name) {
    return template.at("/metadata/annotations").path(name).asText("");
  }

  /** The value of an environment variable that is written out, or nothing. */
  String variable(String name) {
    for (JsonNode container : containers()) {
      for (JsonNode one : container.path("env")) {
        if (one.path("name").asText().equals(name)) {
          return one.path("value").asText();
        }
      }
    }
    return "";
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

  /** The number of a port that a container declares by name or number, or 0. */
  int number(JsonNode port) {
    return declared(port).path("containerPort").asInt(0);
  }

  /** The name of a port that a container declares, or nothing. */
  String name(JsonNode port) {
    return declared(port).path("name").asText();
  }

  private JsonNode declared(JsonNode port) {
    for (JsonNode container : containers()) {
      for (JsonNode one : container.path("ports")) {
        if (one.path("name").asText().equals(port.asText())
            || one.path("containerPort").asText().equals(port.asText())) {
          return one;
        }
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
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
