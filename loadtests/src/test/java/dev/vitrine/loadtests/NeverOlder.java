package dev.vitrine.loadtests;

import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpDsl;
import java.util.Map;
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
              long version = Long.parseLong(found);
              if (version < session.getLong(FLOOR)) {
                throw new IllegalStateException(version + " after " + session.getLong(FLOOR));
              }
              newest.merge(String.valueOf(session.getString("id")), version, Math::max);
              return found;
            });
  }
}
