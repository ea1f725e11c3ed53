package dev.vitrine.query.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last changes, by subject: who comes back looks at those it asks for and not at all of them.
 * Not for several threads.
 */
final class RecentChanges {
  /**
   * @param number in the order of arrival, over all partitions
   */
  record Kept(long number, int partition, long offset, Change change) {}

  private final int bound;
  private final Deque<Kept> all = new ArrayDeque<>();
  private final Map<Change.Subject, Deque<Kept>> bySubject = new HashMap<>();

  /** Per partition the last offset that is not held any more. */
  private final Map<Integer, Long> forgotten = new HashMap<>();

  private long arrived;

  RecentChanges(int bound) {
    this.bound = bound;
  }

  /** Of a partition nothing is held that is not behind {@code offset}. */
  void forget(int partition, long offset) {
    forgotten.put(partition, offset);
  }

  void forgetAll(Map<Integer, Long> offsets) {
    all.clear();
    bySubject.clear();
    forgotten.putAll(offsets);
  }

  void add(int partition, long offset, Change change) {
    Kept kept = new Kept(arrived++, partition, offset, change);
    all.add(kept);
    bySubject.computeIfAbsent(change.subject(), _ -> new ArrayDeque<>(1)).add(kept);
    if (all.size() > bound) {
      Kept oldest = all.remove();
      forgotten.put(oldest.partition(), oldest.offset());
      // What is the oldest of all is the oldest of its subject.
      bySubject.computeIfPresent(
          oldest.change().subject(),
          (_, some) -> {
            some.remove();
            return some.isEmpty() ? null : some;
          });
    }
  }

  /** Whether nothing that came after a position was forgotten. */
  boolean reachBackTo(Position position) {
    return forgotten.entrySet().stream()
        .allMatch(one -> position.of(one.getKey()) >= one.getValue());
  }

  /** A copy, subject by subject. */
  List<Kept> of(Set<Change.Subject> subjects) {
    List<Kept> found = new ArrayList<>();
    for (Change.Subject subject : subjects) {
      Deque<Kept> some = bySubject.get(subject);
      if (some != null) {
        found.addAll(some);
      }
    }
    return found;
  }
}
