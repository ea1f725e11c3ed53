package dev.vitrine.query.product;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The preference {@code wait} of {@code Prefer} (RFC 7240, section 4.3): seconds. */
final class Preferences {
  private static final Pattern WAIT =
      Pattern.compile(
          "(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);

  private Preferences() {}

  /** Zero when there is none; a preference that cannot be understood is none (RFC 7240). */
  static Duration wait(List<String> headers) {
    for (String header : headers) {
      Matcher matcher = WAIT.matcher(header);
      if (matcher.find()) {
        return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
      }
    }
    return Duration.ZERO;
  }
}
