package dev.vitrine.command.web;

import dev.vitrine.command.eventstore.ExpectedVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code If-Match} (RFC 9110, section 13.1.1). Of an ETag {@code "<sequence>-<format>"}, perhaps
 * with {@code -<product>} or {@code ~gzip} behind it, only the sequence counts: the rest is how a
 * view is written, not what the product is.
 */
final class IfMatch {
  private static final Pattern TAG =
      Pattern.compile("\\s*(W/)?\"(\\d{1,18})-\\d{1,9}([-~][\\x21\\x23-\\x7e]*)?\"\\s*");

  private IfMatch() {}

  /**
   * @param headers all values of the header
   * @return null when there is none
   */
  static @Nullable ExpectedVersion parse(List<String> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    String value = String.join(",", headers).strip();
    if (value.equals("*")) {
      return new ExpectedVersion.Any();
    }
    Set<Long> versions = new HashSet<>();
    for (String tag : value.split(",", -1)) {
      Matcher matcher = TAG.matcher(tag);
      if (!matcher.matches()) {
        throw new ProblemException(
            Problem.of(
                ProblemType.BAD_REQUEST,
                "If-Match must be * or ETags of this service, such as \"7-1\"."));
      }
      if (matcher.group(1) == null) { // a weak tag never matches
        versions.add(Long.parseLong(matcher.group(2)));
      }
    }
    return new ExpectedVersion.OneOf(Set.copyOf(versions));
  }
}
