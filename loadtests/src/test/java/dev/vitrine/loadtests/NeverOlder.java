package dev.vitrine.loadtests;

import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpDsl;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * No read goes backwards, over all users of one replica: what a read finds is not older than what
 * any read had found before it began.
 */
final class NeverOlder {
  private static final String FLOOR = "never-older-floor";

  private final Map<String, Long> newest = new ConcurrentHashMap<>();

  /** To be called before the read. */
  Session begin(Session session) {
    return session.set(FLOOR, newest.getOrDefault(session.getString("id"), -1L));
  }

  CheckBuilder check() {
    return HttpDsl.header("Vitrine-Version")
        .validate(
            "not older than before",
            (found, session) -> {
              compare(
                  String.valueOf(session.getString("id")),
                  Long.parseLong(found),
                  session.getLong(FLOOR));
              return found;
            });
  }

  /** To be called before a batch of {@code basket} is read. */
  Session beginBatch(Session session) {
    Map<String, Long> floors = new HashMap<>();
    for (String id : String.valueOf(session.getString("basket")).split(",", -1)) {
      floors.put(id, newest.getOrDefault(id, -1L));
    }
    return session.set(FLOOR, floors);
  }

  /** A product that was seen before and is missing from the batch counts as older. */
  CheckBuilder checkBatch() {
    return CoreDsl.jsonPath("$.items[*]")
        .ofMap()
        .findAll()
        .validate(
            "none older than before",
            (items, session) -> {
              Map<String, Long> floors =
                  new HashMap<>(Objects.requireNonNull(session.<Map<String, Long>>get(FLOOR)));
              for (Map<String, Object> item : items) {
                String id = String.valueOf(item.get("id"));
                Long floor = floors.remove(id);
                if (floor != null) {
                  compare(id, Long.parseLong(String.valueOf(item.get("version"))), floor);
                }
              }
              floors.forEach((id, floor) -> compare(id, -1, floor));
              return items;
            });
  }

  private void compare(String id, long version, long floor) {
    if (version < floor) {
      throw new IllegalStateException(id + ": " + version + " after " + floor);
    }
    newest.merge(id, version, Math::max);
  }
}
