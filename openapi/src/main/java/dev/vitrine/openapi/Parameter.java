package dev.vitrine.openapi;

import java.util.Map;

/**
 * Something that a request may carry beside its body.
 *
 * @param in {@code path}, {@code query} or {@code header}
 */
public record Parameter(
    String in, String name, boolean required, String description, Map<String, Object> schema) {

  public static Parameter path(String name, Map<String, Object> schema, String description) {
    return new Parameter("path", name, true, description, schema);
  }

  public static Parameter query(String name, Map<String, Object> schema, String description) {
    return new Parameter("query", name, false, description, schema);
  }

  public static Parameter header(String name, Map<String, Object> schema, String description) {
    return new Parameter("header", name, false, description, schema);
  }

  public Parameter needed() {
    return new Parameter(in, name, true, description, schema);
  }

  Map<String, Object> written() {
    Map<String, Object> written = Schema.of("name", name, "in", in);
    if (required) {
      written.put("required", true);
    }
    written.put("description", description);
    written.put("schema", schema);
    return written;
  }
}
