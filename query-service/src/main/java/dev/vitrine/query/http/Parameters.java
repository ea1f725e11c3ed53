package dev.vitrine.query.http;

import dev.vitrine.contract.Limits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads a request's parameters; what cannot be understood leaves as a problem that names it. */
public final class Parameters {
  private static final Pattern AMOUNT =
      Pattern.compile(
          "[0-9]{1,%d}(?:\\.[0-9]{1,%d})?"
              .formatted(Limits.AMOUNT_INTEGER_DIGITS, Limits.AMOUNT_FRACTION_DIGITS));

  private Parameters() {}

  /** Null when absent. A parameter that is given twice has no one meaning. */
  public static @Nullable String optional(ServerRequest request, String name) {
    return optional(request.queryParams(), name);
  }

  /**
   * @param query the parameters' values, decoded
   */
  public static @Nullable String optional(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      throw Problem.of(ProblemType.INVALID_PARAMETER, name + " is given more than once.")
          .exception();
    }
    String value = values.getFirst();
    return value == null ? "" : value;
  }

  public static String required(ServerRequest request, String name) {
    String value = optional(request, name);
    if (value == null) {
      throw Problem.of(ProblemType.INVALID_PARAMETER, name + " is missing.").exception();
    }
    return value;
  }

  /** A whole number within bounds, both inclusive. */
  public static long number(
      ServerRequest request, String name, long otherwise, long from, long upTo) {
    String value = optional(request, name);
    if (value == null) {
      return otherwise;
    }
    long number = -1;
    if (value.matches("[0-9]{1,18}")) {
      number = Long.parseLong(value);
    }
    if (number < from || number > upTo) {
      throw Problem.of(
              ProblemType.INVALID_PARAMETER,
              name + " must be a whole number from " + from + " to " + upTo + ".")
          .exception();
    }
    return number;
  }

  /** Of several products it would mean nothing, and a client might count on it. */
  public static void noMinVersion(ServerRequest request) {
    if (request.queryParams().containsKey("minVersion")) {
      throw Problem.of(
              ProblemType.INVALID_PARAMETER, "minVersion can be asked of one product only.")
          .exception();
    }
  }

  /** Absent is false. */
  public static boolean flag(ServerRequest request, String name) {
    String value = optional(request, name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw Problem.of(ProblemType.INVALID_PARAMETER, name + " must be true or false.").exception();
    }
    return "true".equals(value);
  }

  /** An amount as prices have it; null when absent. */
  public static @Nullable BigDecimal amount(ServerRequest request, String name) {
    String value = optional(request, name);
    if (value == null) {
      return null;
    }
    if (!AMOUNT.matcher(value).matches()) {
      throw Problem.of(
              ProblemType.INVALID_PARAMETER,
              "%s must be a decimal number with at most %d digits before and %d behind the point."
                  .formatted(name, Limits.AMOUNT_INTEGER_DIGITS, Limits.AMOUNT_FRACTION_DIGITS))
          .exception();
    }
    return new BigDecimal(value);
  }

  /** A product's or category's id. */
  public static String id(String text) {
    if (!Limits.ID.matcher(text).matches()) {
      throw Problem.of(
              ProblemType.INVALID_ID,
              "An id is 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.")
          .exception();
    }
    return text;
  }

  /**
   * Ids of products, each once, where it is first named: asking twice for one is asking for one.
   */
  public static SequencedSet<String> ids(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length > Limits.BATCH) {
      throw Problem.of(
              ProblemType.TOO_MANY_IDS,
              "At most " + Limits.BATCH + " ids at once, not " + parts.length + ".")
          .exception();
    }
    SequencedSet<String> ids = new LinkedHashSet<>();
    for (String part : parts) {
      ids.add(id(part));
    }
    return ids;
  }

  /** Any text within the length that a claim may have; also none, which is a SKU as well. */
  public static String sku(String text) {
    return claim(ProblemType.INVALID_SKU, "sku", 0, text);
  }

  public static String slug(String text) {
    return claim(ProblemType.INVALID_SLUG, "slug", 1, text);
  }

  /** Any text that a product's brand can be. */
  public static String brand(String text) {
    if (isNoUtf8(text) || text.isBlank() || text.length() > Limits.BRAND) {
      throw Problem.of(
              ProblemType.INVALID_BRAND,
              "A brand is 1 to %d characters, percent-encoded.".formatted(Limits.BRAND))
          .exception();
    }
    return text;
  }

  private static String claim(ProblemType wrong, String name, int shortest, String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (isNoUtf8(text) || bytes < shortest || bytes > Limits.CLAIM_BYTES) {
      throw Problem.of(
              wrong,
              "A %s is %d to %d bytes of UTF-8, percent-encoded."
                  .formatted(name, shortest, Limits.CLAIM_BYTES))
          .exception();
    }
    return text;
  }

  /** U+FFFD stands where the percent-encoded bytes were no UTF-8. */
  private static boolean isNoUtf8(String text) {
    return text.indexOf('\uFFFD') >= 0;
  }
}
