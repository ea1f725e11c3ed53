package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Misspelt keys. fabric8's types of Kubernetes and Istio, and Strimzi's of its own, keep what they
 * do not know in {@code additionalProperties}; kinds that have no types in Java are compared with
 * the fields listed in {@code shapes.yaml}.
 */
final class FieldChecks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Class<?>> STRIMZI =
      Map.of(
          "Kafka", Kafka.class, "KafkaNodePool", KafkaNodePool.class, "KafkaUser", KafkaUser.class);
  private static final JsonNode SHAPES = shapes();
  private static final String CHECK = "known-fields";

  private FieldChecks() {}

  static void run(Documents documents, Findings findings) {
    for (Document document : documents.all()) {
      try {
        check(document, findings);
      } catch (IOException e) {
        findings.add(CHECK, document, "it cannot be read: " + e.getMessage());
      }
    }
  }

  private static void check(Document document, Findings findings) throws IOException {
    String shape = document.apiVersion() + "/" + document.kind();
    if (SHAPES.has(shape)) {
      Set<String> unknown = new TreeSet<>();
      compare(document.spec(), SHAPES.path(shape), "spec", unknown);
      findings.unless(unknown.isEmpty(), CHECK, document, "no such fields: " + unknown);
      return;
    }
    @Nullable Class<?> strimzi =
        document.apiVersion().startsWith("kafka.strimzi.io/") ? STRIMZI.get(document.kind()) : null;
    Object read =
        strimzi == null
            ? JSON.treeToValue(document.root(), KubernetesResource.class)
            : JSON.treeToValue(document.root(), strimzi);
    if (read instanceof GenericKubernetesResource) {
      findings.add(CHECK, document, "nobody knows " + shape);
      return;
    }
    Set<String> unknown = new TreeSet<>();
    walk(read, "", unknown, new HashSet<>());
    findings.unless(unknown.isEmpty(), CHECK, document, "no such fields: " + unknown);
  }

  /** A shape is a tree of names; {@code "*"} stands for any name, an empty leaf for any value. */
  private static void compare(JsonNode value, JsonNode shape, String path, Set<String> unknown) {
    if (shape.isEmpty()) {
      return;
    }
    if (value.isArray()) {
      value.forEach(entry -> compare(entry, shape, path, unknown));
      return;
    }
    value
        .properties()
        .forEach(
            field -> {
              JsonNode below = shape.has("*") ? shape.path("*") : shape.path(field.getKey());
              if (below.isMissingNode()) {
                unknown.add(path + "." + field.getKey());
              } else {
                compare(field.getValue(), below, path + "." + field.getKey(), unknown);
              }
            });
  }

  private static void walk(
      @Nullable Object value, String path, Set<String> unknown, Set<Integer> seen) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map ->
          map.forEach((key, below) -> walk(below, path + "." + key, unknown, seen));
      case Iterable<?> list -> list.forEach(below -> walk(below, path + "[]", unknown, seen));
      default -> {
        String type = value.getClass().getName();
        if ((!type.startsWith("io.fabric8.") && !type.startsWith("io.strimzi."))
            || value instanceof Enum<?>
            || !seen.add(System.identityHashCode(value))) {
          return;
        }
        for (Class<?> of = value.getClass(); of != null; of = of.getSuperclass()) {
          for (Field field : of.getDeclaredFields()) {
            field(value, field, path, unknown, seen);
          }
        }
      }
    }
  }

  private static void field(
      Object value, Field field, String path, Set<String> unknown, Set<Integer> seen) {
    if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
      return;
    }
    try {
      field.setAccessible(true);
      Object below = field.get(value);
      if (field.getName().equals("additionalProperties")) {
        if (below instanceof Map<?, ?> unknowns) {
          unknowns.keySet().forEach(key -> unknown.add(path + "." + key));
        }
      } else if (!field.getType().getName().startsWith("java.lang.")) {
        walk(below, path + "." + field.getName(), unknown, seen);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode shapes() {
    try {
      return Documents.YAML.readTree(
          Checkout.HELM.resolve("src/test/resources/shapes.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
