package dev.vitrine.command.web;

import dev.vitrine.command.eventstore.ExpectedVersion;
import dev.vitrine.contract.view.VersionTag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code If-Match} (RFC 9110, section 13.1.1). Of a {@link VersionTag} only the sequence counts:
 * the rest is how a view is written, not what the product is.
 */
final class IfMatch {
  private static final String WEAK = "W/";

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
    for (String one : value.split(",", -1)) {
      String tag = one.strip();
      boolean weak = tag.startsWith(WEAK);
      VersionTag parsed = VersionTag.parse(weak ? tag.substring(WEAK.length()) : tag);
      if (parsed == null) {
        throw new ProblemException(
            Problem.of(
                ProblemType.BAD_REQUEST,
                "If-Match must be * or ETags of this catalog, such as \"7-1\"."));
      }
      if (!weak) { // a weak tag never matches
        versions.add(parsed.version().sequence());
      }
    }
    return new ExpectedVersion.OneOf(Set.copyOf(versions));
  }
}
