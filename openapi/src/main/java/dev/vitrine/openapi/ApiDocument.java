package dev.vitrine.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is said of one service. It is put together by the service's tests, beside the code that
 * it is about, and refuses to name what nobody defined: problem types, headers, tags.
 */
public final class ApiDocument {
  static final String PROBLEM_JSON = "application/problem+json";

  private final Map<String, Object> info;
  private final String server;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> headers = new TreeMap<>();
  private final Map<String, ProblemDescription> problems = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final SortedMap<Integer, Set<String>> elsewhere = new TreeMap<>();
  private final Schemas schemas = new Schemas();
  private @Nullable Map<String, Object> token;

  /**
   * @param server where the standalone has it
   */
  public ApiDocument(String title, String description, String server) {
    this.info =
        Schema.of(
            "title",
            title,
            "version",
            "v1",
            "description",
            description,
            "license",
            Schema.of("name", "Apache-2.0", "identifier", "Apache-2.0"));
    this.server = server;
  }

  public Schemas schemas() {
    return schemas;
  }

  public ApiDocument tag(String name, String description) {
    tags.put(name, description);
    return this;
  }

  public ApiDocument header(String name, Map<String, Object> schema, String description) {
    headers.put(name, Schema.of("description", description, "schema", schema));
    return this;
  }

  /** Calls that need a role are made with a bearer token. */
  public ApiDocument bearerToken(String description) {
    token =
        Schema.of(
            "type", "http", "scheme", "bearer", "bearerFormat", "JWT", "description", description);
    return this;
  }

  public ApiDocument problem(ProblemDescription problem) {
    problem.headers().forEach(this::requireHeader);
    if (problems.put(key(problem.status(), problem.type()), problem) != null) {
      throw new IllegalArgumentException("described twice: " + problem);
    }
    return this;
  }

  /** Answers that a request gets which is no operation's: an unknown path, another method. */
  public ApiDocument elsewhere(int status, String... types) {
    for (String type : types) {
      problem(status, type);
      elsewhere.computeIfAbsent(status, _ -> new LinkedHashSet<>()).add(type);
    }
    return this;
  }

  public ApiDocument operations(String tag, List<Operation> more) {
    if (!tags.containsKey(tag)) {
      throw new IllegalArgumentException("there is no tag " + tag);
    }
    for (Operation operation : more) {
      operation.of(tag);
      operation.answers.values().forEach(answer -> answer.headers().forEach(this::requireHeader));
      operation.failures.forEach((status, types) -> types.forEach(type -> problem(status, type)));
      if (operations.put(operation.key(), operation) != null) {
        throw new IllegalArgumentException("described twice: " + operation.key());
      }
    }
    return this;
  }

  /** As {@code GET /v1/products/{id}}. */
  public Set<String> routes() {
    return new TreeSet<>(operations.keySet());
  }

  /** Problem types that are described and that nothing is said to fail by. */
  public Set<String> unusedProblems() {
    Set<String> unused = new TreeSet<>(problems.keySet());
    elsewhere.forEach((status, types) -> types.forEach(type -> unused.remove(key(status, type))));
    operations
        .values()
        .forEach(
            operation ->
                operation.failures.forEach(
                    (status, types) -> types.forEach(type -> unused.remove(key(status, type)))));
    return unused;
  }

  /**
   * A request that sends one query parameter twice.
   *
   * @param uri with what else the call needs
   */
  public record SentTwice(String parameter, String uri) {}

  /** One for each query parameter of each GET. */
  public List<SentTwice> parametersSentTwice() {
    List<SentTwice> all = new ArrayList<>();
    for (Operation operation : operations.values()) {
      List<Parameter> query =
          operation.parameters.stream()
              .filter(one -> one.in().equals("query") && operation.method.equals("GET"))
              .toList();
      for (Parameter parameter : query) {
        String sent =
            query.stream()
                .filter(one -> one.required() || one.equals(parameter))
                .map(one -> one.equals(parameter) ? one.name() + "=1&" + one.name() : one.name())
                .collect(Collectors.joining("=1&", "?", "=1"));
        all.add(
            new SentTwice(parameter.name(), operation.path.replaceAll("\\{[^}]*}", "a") + sent));
      }
    }
    return all;
  }

  Map<String, Operation> byRoute() {
    return operations;
  }

  Map<Integer, Set<String>> failuresElsewhere() {
    return elsewhere;
  }

  Map<String, Map<String, Object>> definedSchemas() {
    return schemas.all();
  }

  ProblemDescription problem(int status, String type) {
    ProblemDescription problem = problems.get(key(status, type));
    if (problem == null) {
      throw new IllegalArgumentException("there is no problem " + key(status, type));
    }
    return problem;
  }

  private static String key(int status, String type) {
    return status + " " + type;
  }

  private void requireHeader(String name) {
    if (!headers.containsKey(name)) {
      throw new IllegalArgumentException("there is no header " + name);
    }
  }

  /** The document, ready to be written. */
  public Map<String, Object> written() {
    Shared parameters = new Shared("parameters");
    Shared failures = new Shared("responses");
    for (Operation operation : operations.values()) {
      operation.parameters.forEach(parameter -> parameters.count(parameter.written()));
      operation.failures.forEach((status, types) -> failures.count(failure(status, types)));
    }
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Operation operation : operations.values()) {
      paths
          .computeIfAbsent(operation.path, _ -> new LinkedHashMap<>())
          .put(operation.method.toLowerCase(Locale.ROOT), written(operation, parameters, failures));
    }
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas.all());
    components.put("parameters", parameters.defined);
    components.put("headers", headers);
    components.put("responses", failures.defined);
    Map<String, Object> document =
        Schema.of(
            "openapi",
            "3.1.1",
            "info",
            info(),
            "servers",
            List.of(Schema.of("url", server, "description", "standalone")),
            "tags",
            tags.entrySet().stream()
                .map(tag -> Schema.of("name", tag.getKey(), "description", tag.getValue()))
                .toList(),
            "paths",
            paths,
            "components",
            components);
    if (token != null) {
      components.put("securitySchemes", Schema.of("token", token));
    }
    return document;
  }

  private Map<String, Object> info() {
    String said =
        elsewhere.entrySet().stream()
            .flatMap(
                status -> status.getValue().stream().map(type -> problem(status.getKey(), type)))
            .map(problem -> "- %d %s".formatted(problem.status(), sentence(problem)))
            .collect(Collectors.joining("\n"));
    return Schema.with(
        info,
        "description",
        info.get("description")
            + "\n\nWhat is no operation of this document is answered with one of these:\n\n"
            + said);
  }

  private static String sentence(ProblemDescription problem) {
    return "`" + problem.type() + "`: " + problem.meaning();
  }

  private Map<String, Object> written(Operation operation, Shared parameters, Shared failures) {
    Map<String, Object> written =
        Schema.of(
            "operationId",
            operation.id,
            "tags",
            List.of(operation.tag),
            "summary",
            operation.summary);
    String description =
        operation.role.isEmpty()
            ? operation.description
            : ("Needs the role `" + operation.role + "`.\n\n" + operation.description).strip();
    if (!description.isEmpty()) {
      written.put("description", description);
    }
    written.put(
        "security", operation.role.isEmpty() ? List.of() : List.of(Schema.of("token", List.of())));
    if (!operation.parameters.isEmpty()) {
      written.put(
          "parameters",
          operation.parameters.stream()
              .map(parameter -> parameters.use(parameter.name(), parameter.written()))
              .toList());
    }
    if (operation.body != null) {
      written.put("requestBody", operation.body);
    }
    SortedMap<String, Object> responses = new TreeMap<>();
    operation.answers.forEach(
        (status, answer) -> responses.put(status.toString(), written(answer)));
    operation.failures.forEach(
        (status, types) ->
            responses.put(
                status.toString(), failures.use(String.join(".", types), failure(status, types))));
    written.put("responses", responses);
    return written;
  }

  private Map<String, Object> written(Operation.Answer answer) {
    Map<String, Object> written = Schema.of("description", answer.description());
    putHeaders(written, answer.headers());
    if (!answer.content().isEmpty()) {
      written.put("content", Operation.media(answer.content()));
    }
    return written;
  }

  private Map<String, Object> failure(int status, Set<String> types) {
    List<ProblemDescription> all = types.stream().map(type -> problem(status, type)).toList();
    Map<String, Object> written =
        Schema.of(
            "description",
            all.size() == 1
                ? sentence(all.getFirst())
                : all.stream()
                    .map(problem -> "- " + sentence(problem))
                    .collect(Collectors.joining("\n")));
    putHeaders(
        written, all.stream().flatMap(problem -> problem.headers().stream()).distinct().toList());
    Map<String, Object> type =
        Schema.of("enum", all.stream().map(ProblemDescription::uri).toList());
    written.put(
        "content",
        Operation.media(
            Map.of(
                PROBLEM_JSON,
                Schema.of(
                    "allOf",
                    List.of(
                        Schemas.reference("Problem"),
                        Schema.of("properties", Schema.of("type", type)))))));
    return written;
  }

  private static void putHeaders(Map<String, Object> written, List<String> names) {
    if (!names.isEmpty()) {
      Map<String, Object> used = new LinkedHashMap<>();
      names.forEach(name -> used.put(name, Schema.ref("headers", name)));
      written.put("headers", used);
    }
  }

  /** The schema {@code Problem}: what RFC 9457 names, and members of this service's own. */
  public ApiDocument problemMembers(Map<String, Object> own) {
    List<String> always = List.of("type", "title", "status", "detail");
    Map<String, Object> members =
        Schema.of(
            "type",
            Schema.of("type", "string", "format", "uri", "description", "What clients switch on."),
            "title",
            Schema.of("type", "string", "description", "The type in words."),
            "status",
            Schema.of("type", "integer", "description", "The HTTP status."),
            "detail",
            Schema.of("type", "string", "description", "A sentence or two for a person."));
    members.putAll(own);
    List<String> optional = new ArrayList<>(members.keySet());
    optional.removeAll(always);
    schemas.define(
        "Problem",
        Schema.with(
            Schema.object(members, optional),
            "description",
            "An error (RFC 9457). `type` is `" + ProblemDescription.PREFIX + "<type>`."));
    return this;
  }

  /** What several operations say in the same words is written once. */
  private static final class Shared {
    private final String kind;
    private final Map<Map<String, Object>, Integer> uses = new HashMap<>();
    private final SortedMap<String, Map<String, Object>> defined = new TreeMap<>();

    Shared(String kind) {
      this.kind = kind;
    }

    void count(Map<String, Object> value) {
      uses.merge(value, 1, Integer::sum);
    }

    Map<String, Object> use(String name, Map<String, Object> value) {
      if (uses.getOrDefault(value, 0) < 2) {
        return value;
      }
      Map<String, Object> before = defined.putIfAbsent(name, value);
      return before == null || before.equals(value) ? Schema.ref(kind, name) : value;
    }
  }
}
