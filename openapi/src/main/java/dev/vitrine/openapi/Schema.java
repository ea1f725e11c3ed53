package dev.vitrine.openapi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schemas as they are written (draft 2020-12, which OpenAPI 3.1 takes as it is). */
public final class Schema {
  private Schema() {}

  /**
   * Any schema.
   *
   * @param pairs keywords and their values in turn
   */
  public static Map<String, Object> of(Object... pairs) {
    return with(Map.of(), pairs);
  }

  /** A copy with more keywords. */
  public static Map<String, Object> with(Map<String, Object> schema, Object... pairs) {
    Map<String, Object> more = new LinkedHashMap<>(schema);
    for (int i = 0; i < pairs.length; i += 2) {
      more.put((String) pairs[i], pairs[i + 1]);
    }
    return more;
  }

  public static Map<String, Object> string() {
    return of("type", "string");
  }

  public static Map<String, Object> integer(long from, long upTo) {
    return of("type", "integer", "format", "int64", "minimum", from, "maximum", upTo);
  }

  public static Map<String, Object> bool() {
    return of("type", "boolean");
  }

  public static Map<String, Object> oneOf(Collection<?> values) {
    return of("type", "string", "enum", List.copyOf(values));
  }

  public static Map<String, Object> array(Map<String, Object> items) {
    return of("type", "array", "items", items);
  }

  /** Every property is required, but for those that {@code optional} names. */
  public static Map<String, Object> object(
      Map<String, Object> properties, Collection<String> optional) {
    return of(
        "type",
        "object",
        "required",
        properties.keySet().stream().filter(name -> !optional.contains(name)).toList(),
        "properties",
        properties);
  }

  static Map<String, Object> ref(String kind, String name) {
    return of("$ref", "#/components/" + kind + "/" + name);
  }
}
