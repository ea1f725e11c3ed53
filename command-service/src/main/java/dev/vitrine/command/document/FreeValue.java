package dev.vitrine.command.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON that is kept as it is, as String, Boolean, Number, List, Map and null. Bounded in depth, and
 * in numbers: {@code 1e999999999} is eleven bytes that some reader downstream would write out.
 */
public final class FreeValue {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_DIGITS = 100;

  /** What an IEEE 754 double holds, and so what most readers of JSON do (RFC 8259, section 6). */
  private static final int MAX_EXPONENT = 308;

  private static final TextRule TEXT = TextRule.upTo(100_000).orBlank();
  private static final TextRule NAME = TextRule.upTo(500);

  private FreeValue() {}

  /** Reads an object; {@code node} is depth 1. */
  public static Map<String, @Nullable Object> object(
      JsonNode node, String pointer, FieldErrors errors) {
    if (!node.isObject()) {
      errors.add(pointer, "must be an object");
      return Map.of();
    }
    return object(node, pointer, errors, 1);
  }

  private static Map<String, @Nullable Object> object(
      JsonNode node, String pointer, FieldErrors errors, int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String where = FieldErrors.child(pointer, entry.getKey());
      NAME.wrongWith(entry.getKey()).ifPresent(wrong -> errors.add(where, "as a name " + wrong));
      members.put(entry.getKey(), value(entry.getValue(), where, errors, depth + 1));
    }
    return Collections.unmodifiableMap(members);
  }

  private static @Nullable Object value(
      JsonNode node, String pointer, FieldErrors errors, int depth) {
    return switch (node.getNodeType()) {
      case STRING -> TEXT.read(node, pointer, errors);
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node, pointer, errors);
      case NULL -> null;
      case OBJECT, ARRAY -> {
        if (depth > MAX_DEPTH) {
          errors.add(pointer, "must not be nested deeper than " + MAX_DEPTH + " levels");
          yield null;
        }
        yield node.isObject()
            ? object(node, pointer, errors, depth)
            : array(node, pointer, errors, depth);
      }
      case BINARY, MISSING, POJO -> throw new IllegalStateException("not from a JSON document");
    };
  }

  private static List<@Nullable Object> array(
      JsonNode node, String pointer, FieldErrors errors, int depth) {
    List<@Nullable Object> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(value(node.get(i), FieldErrors.child(pointer, i), errors, depth + 1));
    }
    return Collections.unmodifiableList(items);
  }

  private static @Nullable Object number(JsonNode node, String pointer, FieldErrors errors) {
    BigDecimal number = node.decimalValue();
    if (number.precision() > MAX_DIGITS
        || Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT) {
      errors.add(pointer, "must be a number of at most " + MAX_DIGITS + " digits below 1e308");
      return null;
    }
    return node.numberValue();
  }
}
