package dev.vitrine.contract.view;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag (RFC 9110, section 8.8.3) of a view's body, which the query service hands out and
 * the command service takes as {@code If-Match}. It holds sequence and format, the product where
 * the path does not name it, and whether it is {@link #gzipped}: {@code "7-1"}, {@code
 * "7-1-lamp~gzip"}.
 *
 * @param product null where the path names it
 */
public record VersionTag(ViewVersion version, @Nullable String product) {
  /** At the end of the tag of a compressed body. No id holds a tilde. */
  private static final String GZIPPED = "~gzip";

  private static final Pattern TAG =
      Pattern.compile("\"(\\d{1,18})-(\\d{1,9})(?:-([^\"~]+))?(?:" + GZIPPED + ")?\"");

  /**
   * @param tag strong, with its quotes
   * @return null when it is none of a version
   */
  public static @Nullable VersionTag parse(String tag) {
    Matcher matcher = TAG.matcher(tag);
    return matcher.matches() ? of(matcher) : null;
  }

  /** Those in a line of a header, weak ones too, whatever else is in it. */
  public static List<VersionTag> in(String line) {
    return TAG.matcher(line).results().map(VersionTag::of).toList();
  }

  /**
   * That of the same body compressed.
   *
   * @param tag any strong one, with its quotes
   */
  public static String gzipped(String tag) {
    return tag.substring(0, tag.length() - 1) + GZIPPED + "\"";
  }

  private static VersionTag of(MatchResult found) {
    return new VersionTag(
        new ViewVersion(Integer.parseInt(found.group(2)), Long.parseLong(found.group(1))),
        found.group(3));
  }

  /** Of the body as it is; with its quotes. */
  public String text() {
    String of = product == null ? "" : "-" + product;
    return "\"" + version.sequence() + "-" + version.format() + of + "\"";
  }
}
