package dev.vitrine.command.web;

import dev.vitrine.command.claims.ClaimConflict;
import dev.vitrine.command.document.Json;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * An error as RFC 9457 wants it.
 *
 * @param type stable; ends {@code urn:vitrine:problem:<type>}
 * @param members more of the document, such as {@code errors} or {@code owner}
 * @param headers of the answer, such as {@code Allow}
 */
public record Problem(
    int status,
    String type,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers) {
  private static final String PREFIX = "urn:vitrine:problem:";

  public static Problem of(ProblemType type, String detail) {
    return of(type.status(), type.text(), detail);
  }

  /** What Spring refuses: the type is the status' reason phrase, {@code not-found}. */
  static Problem of(HttpStatus status, String detail) {
    String type = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    return of(status.value(), type, detail);
  }

  static Problem of(int status, String type, String detail) {
    return new Problem(status, type, detail, Map.of(), Map.of());
  }

  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, type, detail, members, more);
  }

  public Problem withMember(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(status, type, detail, more, headers);
  }

  static Problem of(Rejected rejected) {
    Rejection rejection = rejected.rejection();
    Problem problem = of(rejection.status(), rejection.type(), rejection.detail());
    if (rejected.pointer() != null) {
      problem = problem.withMember("pointer", rejected.pointer());
    }
    if (rejection.owner() != null) {
      problem = problem.withMember("owner", rejection.owner());
    }
    return switch (rejection) {
      case Rejection.InvalidDocument(var errors) -> problem.withMember("errors", errors);
      case Rejection.UnknownCategories(var errors) -> problem.withMember("errors", errors);
      case Rejection.ClaimsTaken(var conflicts) ->
          problem.withMember("conflicts", conflicts.stream().map(Problem::conflict).toList());
      case Rejection.StaleVersion(long current) -> problem.withMember("version", current);
      case Rejection.ProductExists _,
          Rejection.UnknownProduct _,
          Rejection.Retired _,
          Rejection.UnknownVariant _,
          Rejection.DuplicateVariant _,
          Rejection.TooManyVariants _,
          Rejection.ProductTooLarge _,
          Rejection.ConcurrentChange _,
          Rejection.UnknownCategory _,
          Rejection.UnknownParent _,
          Rejection.CategoryExists _,
          Rejection.CategoryNameTaken _,
          Rejection.CategoryCycle _,
          Rejection.TreeTooDeep _,
          Rejection.TreeTooLarge _ ->
          problem;
    };
  }

  private static Map<String, String> conflict(ClaimConflict conflict) {
    return new LinkedHashMap<>(
        Map.of(
            "kind", conflict.key().kind().name().toLowerCase(Locale.ROOT),
            "key", conflict.key().key(),
            "owner", conflict.owner()));
  }

  public byte[] json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", PREFIX + type);
    document.put("title", title());
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(members);
    return Json.WIRE.writeValueAsBytes(document);
  }

  private String title() {
    String words = type.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
