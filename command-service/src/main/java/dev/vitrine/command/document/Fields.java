package dev.vitrine.command.document;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of one JSON object, read one by one. Readers note errors and go on with a harmless
 * value, so that all errors are found at once; whoever uses the values calls {@link
 * FieldErrors#throwIfAny()} first.
 */
public final class Fields {
  private final JsonNode node;
  private final String pointer;
  private final FieldErrors errors;
  private final Set<String> known = new HashSet<>();

  /**
   * @param node anything; when it is no object that is noted and every member is absent
   */
  public Fields(JsonNode node, String pointer, FieldErrors errors) {
    this.node = node;
    this.pointer = pointer;
    this.errors = errors;
    if (!node.isObject()) {
      errors.add(pointer, "must be an object");
    }
  }

  public FieldErrors errors() {
    return errors;
  }

  public String pointer(String name) {
    return FieldErrors.child(pointer, name);
  }

  /** The member as it is; null when it is absent. A JSON null is a node. */
  public @Nullable JsonNode raw(String name) {
    known.add(name);
    return node.get(name);
  }

  public boolean has(String name) {
    return node.has(name);
  }

  /** Null when the member is absent or null. */
  public @Nullable JsonNode optional(String name) {
    JsonNode value = raw(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Null when the member is absent or null, which is noted. */
  public @Nullable JsonNode required(String name) {
    JsonNode value = optional(name);
    if (value == null && node.isObject()) {
      errors.add(pointer(name), "is required");
    }
    return value;
  }

  /** A text, kept as sent. Null when it is absent, null or wrong. */
  public @Nullable String text(String name, TextRule rule) {
    JsonNode value = optional(name);
    return value == null ? null : rule.read(value, pointer(name), errors);
  }

  /** What {@code reader} makes of the member, or {@code otherwise} when it is absent or null. */
  public <T> T read(String name, Reader<T> reader, T otherwise) {
    JsonNode value = optional(name);
    return value == null ? otherwise : reader.read(value, pointer(name), errors);
  }

  /** Like {@link #read}, but absence and null are errors. */
  public <T> T readRequired(String name, Reader<T> reader, T otherwise) {
    JsonNode value = required(name);
    return value == null ? otherwise : reader.read(value, pointer(name), errors);
  }

  /** Notes every member that was not asked for. */
  public void noOthers() {
    if (node.isObject()) {
      node.propertyNames().stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> errors.add(pointer(name), "is not a known field"));
    }
  }

  /** Reads one value of a document. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(JsonNode value, String pointer, FieldErrors errors);
  }
}
