package dev.vitrine.command.category;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Ids of categories whose creator gave none: "Büro & Küche" becomes "buro-kuche". */
final class CategoryIds {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-+|-+$");

  /** Leaves room for "-4999" within 64. */
  private static final int MAX = 58;

  private CategoryIds() {}

  /**
   * @param taken tells which ids are taken; then -2, -3 … is added
   */
  static String derive(String name, Predicate<String> taken) {
    String base = slug(name);
    String id = base;
    for (int n = 2; taken.test(id); n++) {
      id = base + "-" + n;
    }
    return id;
  }

  private static String slug(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    String dashed = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
    String cut = dashed.length() > MAX ? dashed.substring(0, MAX) : dashed;
    String slug = EDGES.matcher(cut).replaceAll("");
    return slug.isEmpty() ? "category" : slug;
  }
}
