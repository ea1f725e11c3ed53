package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All objects that are applied together. */
record Documents(List<Document> all) {
  static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  Documents {
    all = List.copyOf(all);
  }

  static Documents parse(String yaml) {
    List<Document> found = new ArrayList<>();
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (values.hasNext()) {
        JsonNode next = values.next();
        if (next.isObject() && !next.isEmpty()) {
          found.add(new Document(next));
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
    }
    return new Documents(found);
  }

  Documents and(Documents others) {
    List<Document> both = new ArrayList<>(all);
    both.addAll(others.all);
    return new Documents(both);
  }

  /** As {@code kubectl apply} would: what has the same kind and name replaces. */
  Documents with(Documents others) {
    List<Document> result = new ArrayList<>(all);
    for (Document other : others.all) {
      result.removeIf(
          mine ->
              mine.toString().equals(other.toString())
                  && mine.namespace().equals(other.namespace()));
      result.add(other);
    }
    return new Documents(result);
  }

  Documents without(String kind) {
    return new Documents(all.stream().filter(one -> !one.kind().equals(kind)).toList());
  }

  List<Document> of(String... kinds) {
    return all.stream().filter(document -> List.of(kinds).contains(document.kind())).toList();
  }

  Optional<Document> find(String kind, String name) {
    return of(kind).stream().filter(document -> document.name().equals(name)).findFirst();
  }

  /** The Service of the release that callers name so, with or without its namespace. */
  Optional<Document> service(String host) {
    String[] parts = host.split("\\.", -1);
    boolean ours = parts.length < 3 || parts[2].equals("svc");
    return ours
        ? find("Service", parts[0])
            .filter(found -> parts.length == 1 || parts[1].equals(found.namespace()))
        : Optional.empty();
  }

  List<Workload> workloads() {
    List<Workload> found = new ArrayList<>();
    for (Document document : all) {
      switch (document.kind()) {
        case "Deployment", "StatefulSet", "DaemonSet", "Job" ->
            found.add(new Workload(document, document.spec().path("template")));
        case "CronJob" ->
            found.add(
                new Workload(document, document.root().at("/spec/jobTemplate/spec/template")));
        case "Pod" -> found.add(new Workload(document, document.root()));
        default -> {}
      }
    }
    return found;
  }

  /** Those of the release's own pods: others have pods that an operator makes. */
  List<Document> monitors() {
    return of("PodMonitor").stream()
        .filter(one -> !one.root().at("/spec/selector/matchLabels").has("cnpg.io/cluster"))
        .toList();
  }

  /** The workloads whose pods a selector of plain labels matches; none for an empty selector. */
  List<Workload> selected(JsonNode labels) {
    if (!labels.isObject() || labels.isEmpty()) {
      return List.of();
    }
    return workloads().stream().filter(workload -> matches(labels, workload.labels())).toList();
  }

  static boolean matches(JsonNode selector, JsonNode labels) {
    for (Map.Entry<String, JsonNode> label : selector.properties()) {
      if (!labels.path(label.getKey()).asText().equals(label.getValue().asText())) {
        return false;
      }
    }
    return true;
  }
}
