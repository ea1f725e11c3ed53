package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;

/** One Kubernetes object as it was rendered or written. */
record Document(JsonNode root) {
  String kind() {
    return root.path("kind").asText();
  }

  String apiVersion() {
    return root.path("apiVersion").asText();
  }

  String name() {
    return root.at("/metadata/name").asText();
  }

  String namespace() {
    return root.at("/metadata/namespace").asText("");
  }

  JsonNode spec() {
    return root.path("spec");
  }

  String annotation(String name) {
    return root.at("/metadata/annotations").path(name).asText("");
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
