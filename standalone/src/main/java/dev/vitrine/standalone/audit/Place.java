package dev.vitrine.standalone.audit;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Somewhere views are to be found, and a way to check them there. */
interface Place {
  String name();

  /** Checks everything once, fast; what looks wrong is reported for a second look. */
  void look(Expectations expected, Suspects.Of suspects) throws InterruptedException;

  /** Which views are needed to judge these suspects again. */
  Predicate<String> viewsFor(Collection<String> suspects);

  /**
   * Judges a suspect again, by itself.
   *
   * @param now the views of {@link #viewsFor} as they must be now, by key
   */
  Optional<Difference> judge(String suspect, Map<String, View> now) throws InterruptedException;
}
