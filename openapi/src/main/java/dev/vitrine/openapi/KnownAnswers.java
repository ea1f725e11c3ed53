package dev.vitrine.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers that tests get anyway with what the document says: status, problem type,
 * headers, parameters, and the names in a JSON body. Health, metrics and preflight requests between
 * sites are no part of the API.
 */
public final class KnownAnswers {
  /** Of the connection, of every answer, or of an exchange between sites. */
  private static final Set<String> UNSAID =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "date",
          "keep-alive",
          "transfer-encoding",
          "access-control-allow-origin",
          "access-control-expose-headers");

  private final ApiDocument document;
  private final Set<String> unsaid;

  /**
   * @param alsoUnsaid headers of every answer that the document does not list, in small letters
   */
  public KnownAnswers(ApiDocument document, Set<String> alsoUnsaid) {
    this.document = document;
    this.unsaid = Stream.concat(UNSAID.stream(), alsoUnsaid.stream()).collect(Collectors.toSet());
  }

  /**
   * @throws AssertionError naming what the document does not say
   */
  public void check(ReceivedAnswer answer) {
    String path = String.valueOf(answer.uri().getRawPath());
    boolean isPreflight = answer.method().equals("OPTIONS") && answer.status() == 204;
    if (path.startsWith("/actuator/") || isPreflight || isElsewhere(answer)) {
      return;
    }
    Operation operation = operation(answer.method(), path);
    require(operation != null, answer, "the document has no such operation");
    if (operation == null) {
      return;
    }
    if (isProblem(answer)) {
      require(failure(operation.failures, answer), answer, "the operation does not fail so");
      return;
    }
    Operation.Answer said = operation.answers.get(answer.status());
    require(said != null, answer, "the operation has no such status");
    if (said != null) {
      checkSuccess(operation, said, answer);
    }
  }

  private void checkSuccess(Operation operation, Operation.Answer said, ReceivedAnswer answer) {
    Set<String> known =
        said.headers().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    for (String header : answer.headers()) {
      String name = header.toLowerCase(Locale.ROOT);
      require(
          known.contains(name) || unsaid.contains(name), answer, "header " + name + " is not said");
    }
    for (String name : queryNames(answer.uri().getRawQuery())) {
      require(
          operation.parameters.stream()
              .anyMatch(p -> p.in().equals("query") && p.name().equals(name)),
          answer,
          "the parameter " + name + " is not said");
    }
    if (said.content().isEmpty() || answer.mediaType().isEmpty()) {
      return;
    }
    Map<String, Object> schema = said.content().get(answer.mediaType());
    require(schema != null, answer, answer.mediaType() + " is not said");
    if (schema != null && !answer.members().isEmpty()) {
      checkMembers(schema, answer);
    }
  }

  private void checkMembers(Map<String, Object> schema, ReceivedAnswer answer) {
    Map<String, Object> resolved = schema;
    if (schema.get("$ref") instanceof String ref) {
      resolved =
          document.definedSchemas().getOrDefault(ref.substring(ref.lastIndexOf('/') + 1), Map.of());
    }
    if (resolved.get("properties") instanceof Map<?, ?> properties
        && resolved.get("required") instanceof List<?> required) {
      Set<String> unknown = new TreeSet<>(answer.members());
      unknown.removeIf(properties::containsKey);
      require(unknown.isEmpty(), answer, "the schema does not know " + unknown);
      require(
          answer.members().containsAll(required),
          answer,
          "the schema requires " + required + ", there is " + answer.members());
    }
  }

  private boolean isElsewhere(ReceivedAnswer answer) {
    return isProblem(answer) && failure(document.failuresElsewhere(), answer);
  }

  private static boolean isProblem(ReceivedAnswer answer) {
    return answer.mediaType().equals(ApiDocument.PROBLEM_JSON);
  }

  /** To HEAD a failure is answered without the body that says its type. */
  private static boolean failure(Map<Integer, Set<String>> failures, ReceivedAnswer answer) {
    return failures.getOrDefault(answer.status(), Set.of()).stream()
        .anyMatch(
            type ->
                answer.method().equals("HEAD")
                    || answer.problem().equals(ProblemDescription.PREFIX + type));
  }

  private @Nullable Operation operation(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    return document.byRoute().values().stream()
        .filter(operation -> operation.method.equals(asked) && matches(operation.path, path))
        .min((a, b) -> Integer.compare(variables(a.path), variables(b.path)))
        .orElse(null);
  }

  private static boolean matches(String pattern, String path) {
    String[] wanted = pattern.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].startsWith("{") && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }

  private static int variables(String pattern) {
    return (int) pattern.chars().filter(c -> c == '{').count();
  }

  private static List<String> queryNames(@Nullable String query) {
    return query == null || query.isEmpty()
        ? List.of()
        : Arrays.stream(query.split("&", -1)).map(pair -> pair.split("=", 2)[0]).toList();
  }

  private static void require(boolean holds, ReceivedAnswer answer, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + answer);
    }
  }
}
