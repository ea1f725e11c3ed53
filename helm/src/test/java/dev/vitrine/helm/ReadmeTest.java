package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of values in helm/README.md is made of the comments in values.yaml. */
final class ReadmeTest {
  private static final Path README = Checkout.HELM.resolve("README.md");
  private static final String BEGIN = "<!-- values: made by ReadmeTest -->\n";
  private static final String END = "<!-- end of values -->\n";
  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):(?: (.*))?$");

  /** Rows by key, in the order of the file. */
  private static String table() {
    StringBuilder rows = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
    Deque<String> path = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (String line : Checkout.read(Checkout.CHART.resolve("values.yaml")).lines().toList()) {
      String text = line.strip();
      if (text.startsWith("# -- ")) {
        comment.setLength(0);
        comment.append(text.substring(5));
      } else if (text.startsWith("# ") && !comment.isEmpty()) {
        comment.append(' ').append(text.substring(2));
      } else {
        Matcher key = KEY.matcher(line);
        if (key.matches()) {
          while (path.size() > key.group(1).length() / 2) {
            path.removeLast();
          }
          path.addLast(key.group(2));
          if (!comment.isEmpty()) {
            row(rows, String.join(".", path), key.group(3), comment.toString());
          }
          comment.setLength(0);
        }
      }
    }
    return rows.toString();
  }

  private static void row(StringBuilder rows, String key, @Nullable String value, String meaning) {
    String shown = value == null || value.isEmpty() ? "see there" : "`" + value + "`";
    rows.append("| `").append(key).append("` | ").append(shown).append(" | ");
    rows.append(meaning.replace("|", "\\|")).append(" |\n");
  }

  /** {@code ./mvnw -pl helm test -Dtest=ReadmeTest -Dwrite} writes it. */
  @Test
  void the_table_of_values_is_up_to_date() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf(BEGIN) + BEGIN.length();
    int to = readme.indexOf(END);
    if (System.getProperty("write") != null) {
      Files.writeString(README, readme.substring(0, from) + table() + readme.substring(to));
    } else {
      assertThat(readme.substring(from, to))
          .as("stale; ./mvnw -pl helm test -Dtest=ReadmeTest -Dwrite makes it anew")
          .isEqualTo(table());
    }
  }

  @Test
  void every_value_has_a_comment() throws IOException {
    Set<String> missing = new TreeSet<>();
    leaves("", Documents.YAML.readTree(Checkout.CHART.resolve("values.yaml").toFile()), missing);
    for (String row : table().lines().toList()) {
      if (row.startsWith("| `")) {
        String key = row.substring(3, row.indexOf('`', 3));
        missing.removeIf(leaf -> leaf.equals(key) || leaf.startsWith(key + "."));
      }
    }
    assertThat(missing).isEmpty();
  }

  private static void leaves(String path, JsonNode value, Set<String> found) {
    if (!value.isObject() || value.isEmpty()) {
      found.add(path);
      return;
    }
    value
        .properties()
        .forEach(
            entry ->
                leaves(
                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                    entry.getValue(),
                    found));
  }
}
