package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compares every place with the command side's state. Writes may go on meanwhile: what looks wrong
 * is looked at again, some seconds later and one by one, and only what stays wrong is reported.
 */
final class Audit {
  private static final int ROUNDS = 4;

  private final CommandState state;
  private final Consumer<String> says;
  private final Duration pause;

  /**
   * @param pause before what looked wrong is looked at again
   */
  Audit(CommandState state, Consumer<String> says, Duration pause) {
    this.state = state;
    this.says = says;
    this.pause = pause;
  }

  /**
   * @param differences what stays wrong and was looked at again
   * @param more what looked wrong and was too much to look at again
   */
  record Findings(Expectations expected, List<Difference> differences, long more) {}

  /** Makes the places once it is known what must be there. */
  @FunctionalInterface
  interface Places {
    List<Place> of(Expectations expected);
  }

  Findings run(Places places) throws InterruptedException {
    var expected = new Expectations();
    timed("command side", () -> state.views(expected::add));
    var suspects = new Suspects();
    for (Place place : places.of(expected)) {
      timed(place.name(), () -> place.look(expected, suspects.of(place)));
    }
    long more = suspects.byPlace().values().stream().mapToLong(Suspects.Of::more).sum();
    return new Findings(expected, lookAgain(suspects), more);
  }

  private List<Difference> lookAgain(Suspects first) throws InterruptedException {
    Map<Place, Set<String>> left = new HashMap<>();
    first.byPlace().forEach((place, of) -> left.put(place, new HashSet<>(of.keys())));
    List<Difference> differences = new ArrayList<>();
    for (int round = 1; round <= ROUNDS && !all(left).isEmpty(); round++) {
      says.accept("looking again, differences so far: " + all(left).size());
      Pause.of(pause);
      differences.clear();
      Map<String, View> now = views(left);
      for (Map.Entry<Place, Set<String>> place : left.entrySet()) {
        Set<String> wrong = new HashSet<>();
        for (String suspect : place.getValue()) {
          Optional<Difference> difference = place.getKey().judge(suspect, now);
          difference.ifPresent(differences::add);
          difference.ifPresent(_ -> wrong.add(suspect));
        }
        place.setValue(wrong);
      }
    }
    return differences;
  }

  private Map<String, View> views(Map<Place, Set<String>> suspects) throws InterruptedException {
    List<Predicate<String>> wanted = new ArrayList<>();
    suspects.forEach((place, keys) -> wanted.add(place.viewsFor(keys)));
    Predicate<String> any = wanted.stream().reduce(Predicate::or).orElse(_ -> false);
    Map<String, View> views = new HashMap<>();
    state.views(
        view -> {
          if (any.test(view.key())) {
            views.put(view.key(), view);
          }
        });
    return views;
  }

  private static List<String> all(Map<Place, Set<String>> suspects) {
    return suspects.values().stream().flatMap(Set::stream).toList();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  private void timed(String what, Work work) throws InterruptedException {
    long begin = System.nanoTime();
    work.run();
    says.accept("%s: read in %.1f s".formatted(what, (System.nanoTime() - begin) / 1e9));
  }
}
