package dev.vitrine.helm;

import java.util.ArrayList;
import java.util.List;

/** What checks say, in the order in which they say it. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void add(String check, Document document, String what) {
    all.add(new Finding(check, document.toString(), what));
  }

  void unless(boolean good, String check, Document document, String what) {
    if (!good) {
      add(check, document, what);
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
