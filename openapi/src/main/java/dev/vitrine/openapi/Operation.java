package dev.vitrine.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call of a service: what may be sent, and everything that may come back. */
public final class Operation {
  final String method;
  final String path;
  final String id;
  final String summary;
  final List<Parameter> parameters = new ArrayList<>();
  final SortedMap<Integer, Answer> answers = new TreeMap<>();
  final SortedMap<Integer, Set<String>> failures = new TreeMap<>();
  String description = "";
  String tag = "";
  String role = "";
  @Nullable Map<String, Object> body;

  /**
   * @param content media type to schema; empty for no body
   */
  record Answer(
      String description, Map<String, Map<String, Object>> content, List<String> headers) {}

  private Operation(String method, String path, String id, String summary) {
    this.method = method;
    this.path = path;
    this.id = id;
    this.summary = summary;
  }

  /**
   * A GET, which HEAD goes with.
   *
   * @param id a name in lowerCamelCase that no other operation has
   */
  public static Operation get(String path, String id, String summary) {
    return new Operation("GET", path, id, summary);
  }

  public static Operation post(String path, String id, String summary) {
    return new Operation("POST", path, id, summary);
  }

  public Operation of(String newTag) {
    tag = newTag;
    return this;
  }

  /** What a reader should know beyond the summary; paragraphs, lists and `code`. */
  public Operation text(String newDescription) {
    description = newDescription;
    return this;
  }

  /** The role that a token must have; without one the call is open to all. */
  public Operation needs(String newRole) {
    role = newRole;
    return this;
  }

  public Operation takes(Parameter... more) {
    parameters.addAll(List.of(more));
    return this;
  }

  public Operation takesBody(
      String bodyDescription, Map<String, Map<String, Object>> contentByType) {
    body =
        Schema.of(
            "description", bodyDescription, "required", true, "content", media(contentByType));
    return this;
  }

  public Operation answers(int status, String what, String... headers) {
    return answers(status, what, Map.of(), headers);
  }

  public Operation answersJson(
      int status, String what, Map<String, Object> schema, String... headers) {
    return answers(status, what, Map.of("application/json", schema), headers);
  }

  public Operation answers(
      int status, String what, Map<String, Map<String, Object>> content, String... headers) {
    answers.put(status, new Answer(what, content, List.of(headers)));
    return this;
  }

  /** Names problem types that this call may be answered with. */
  public Operation fails(int status, String... types) {
    failures.computeIfAbsent(status, _ -> new LinkedHashSet<>()).addAll(List.of(types));
    return this;
  }

  /** What several calls have in common. */
  public Operation with(UnaryOperator<Operation> common) {
    return common.apply(this);
  }

  String key() {
    return method + " " + path;
  }

  static Map<String, Object> media(Map<String, Map<String, Object>> content) {
    Map<String, Object> media = new LinkedHashMap<>();
    content.forEach((type, schema) -> media.put(type, Schema.of("schema", schema)));
    return media;
  }
}
