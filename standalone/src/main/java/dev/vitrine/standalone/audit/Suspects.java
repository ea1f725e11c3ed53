package dev.vitrine.standalone.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What looked wrong at first sight: a write may have come in between the two reads. */
final class Suspects {
  /** More than this is no coincidence; the rest is counted and not looked at again. */
  static final int MOST = 20_000;

  private final Map<Place, Of> byPlace = new LinkedHashMap<>();

  /** Those of one place. */
  static final class Of {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final java.util.concurrent.atomic.AtomicLong more =
        new java.util.concurrent.atomic.AtomicLong();

    void add(String key) {
      if (keys.size() < MOST) {
        keys.add(key);
      } else {
        more.incrementAndGet();
      }
    }

    Set<String> keys() {
      return keys;
    }

    long more() {
      return more.get();
    }
  }

  Of of(Place place) {
    return byPlace.computeIfAbsent(place, _ -> new Of());
  }

  Map<Place, Of> byPlace() {
    return byPlace;
  }

  boolean isEmpty() {
    return byPlace.values().stream().allMatch(of -> of.keys().isEmpty());
  }
}
