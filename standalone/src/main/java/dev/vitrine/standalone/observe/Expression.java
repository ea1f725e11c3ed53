package dev.vitrine.standalone.observe;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of PromQL as rules and panels write it, seen as words: no more of its grammar is
 * known here than these questions need. Whether it is well-formed is for promtool to say.
 */
public record Expression(String text) {
  private static final Pattern IN_QUOTES =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`");
  private static final Pattern BRACES = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
  private static final Pattern LABELS =
      Pattern.compile(
          "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("(?<![\\w.:])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
  private static final Set<String> WORDS =
      Set.of(
          "and",
          "or",
          "unless",
          "bool",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "offset",
          "inf",
          "nan");
  private static final Pattern COMPARISON =
      Pattern.compile("(==|!=|>=|<=|>(?!=)|<(?!=))(?!\\s*bool\\b)");
  private static final String DURATION = "1m";

  /** The names of all metrics, those of recording rules too. */
  public Set<String> names() {
    String bare = IN_QUOTES.matcher(text).replaceAll("");
    bare = BRACES.matcher(bare).replaceAll("");
    bare = RANGE.matcher(bare).replaceAll("");
    bare = LABELS.matcher(bare).replaceAll("");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!WORDS.contains(name.group().toLowerCase(java.util.Locale.ROOT))) {
        names.add(name.group());
      }
    }
    return names;
  }

  /**
   * Every comparison made to answer 0 or 1 where it would filter: so an alert that should be silent
   * has series too, if only what it compares has.
   */
  public Expression unfiltered() {
    var out = new StringBuilder();
    int end = 0;
    // Matchers within braces are no comparisons.
    Matcher braces = BRACES.matcher(text);
    while (braces.find()) {
      out.append(unfiltered(text.substring(end, braces.start()))).append(braces.group());
      end = braces.end();
    }
    return new Expression(out.append(unfiltered(text.substring(end))).toString());
  }

  private static String unfiltered(String part) {
    return COMPARISON.matcher(part).replaceAll("$1 bool ");
  }

  /** With values for what Grafana fills in: its intervals, and variables that stand for all. */
  public Expression filled() {
    return new Expression(
        text.replaceAll("\\$__(?:rate_interval|interval|range)\\b", DURATION)
            .replaceAll("\\$\\{?\\w+}?", ".*"));
  }
}
