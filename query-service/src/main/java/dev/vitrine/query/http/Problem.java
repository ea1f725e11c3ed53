package dev.vitrine.query.http;

import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * What a client is told when it does not get what it asked for (RFC 9457).
 *
 * @param status the type's, but for what Spring refuses
 * @param type ends the URI {@code urn:vitrine:problem:<type>}
 * @param headers that go with it
 */
public record Problem(
    HttpStatus status, ProblemType type, String detail, Map<String, String> headers) {

  public static Problem of(ProblemType type, String detail) {
    return new Problem(type.status(), type, detail, Map.of());
  }

  /** Something that may work a second later. */
  public static Problem later(ProblemType type, String detail) {
    return of(type, detail).with("Retry-After", "1");
  }

  public Problem with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Problem(status, type, detail, Map.copyOf(all));
  }

  /** To leave a handler by. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
