package dev.vitrine.openapi;

import java.util.List;

/**
 * A way to fail.
 *
 * @param type ends {@code urn:vitrine:problem:<type>}
 * @param meaning a sentence
 * @param headers of its answers, beside those of every answer
 */
public record ProblemDescription(String type, int status, String meaning, List<String> headers) {
  public static ProblemDescription of(String type, int status, String meaning, String... headers) {
    return new ProblemDescription(type, status, meaning, List.of(headers));
  }

  static final String PREFIX = "urn:vitrine:problem:";

  String uri() {
    return PREFIX + type;
  }
}
