package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.details;

import io.gatling.javaapi.core.Assertion;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much load, for how long, and what must hold under it. Chosen by {@code -Dprofile=}. */
enum Profile {
  /** That it works at all; half a minute on a laptop that runs the whole stack beside it. */
  SMOKE(5, Duration.ofSeconds(20), 1_000),
  /** What an ordinary day brings; for comparing one day with another. */
  BASELINE(50, Duration.ofMinutes(2), 250),
  /** Above what one replica of two cores takes: finds where it breaks, and what breaks first. */
  STRESS(400, Duration.ofMinutes(5), 1_000);

  private static final int BESIDE_AN_IMPORT_MILLIS = 8_000;

  private final int usersPerSecond;
  private final Duration duration;
  private final int p99Millis;

  Profile(int usersPerSecond, Duration duration, int p99Millis) {
    this.usersPerSecond = usersPerSecond;
    this.duration = duration;
    this.p99Millis = p99Millis;
  }

  /**
   * @throws IllegalArgumentException when the property names none
   */
  static Profile chosen() {
    String name = System.getProperty("profile", "smoke");
    return Arrays.stream(values())
        .filter(profile -> profile.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no profile '%s'; choose one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Profile::text)
                                .collect(Collectors.joining(", ")))));
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Shoppers who come each second. */
  double usersPerSecond() {
    return usersPerSecond;
  }

  Duration duration() {
    return duration;
  }

  /** At most, of every kind of read. */
  int p99Millis() {
    return p99Millis;
  }

  /** That the requests of a name are. */
  Assertion inTime(String name) {
    return within(name, p99Millis);
  }

  /**
   * That the requests of a name are while an import runs, in any profile: a change is readable once
   * the views of the rows before it are, and DynamoDB, which lists, stores those meanwhile.
   */
  static Assertion inTimeBesideAnImport(String name) {
    return within(name, BESIDE_AN_IMPORT_MILLIS);
  }

  private static Assertion within(String name, int millis) {
    return details(name).responseTime().percentile(99).lt(millis);
  }
}
