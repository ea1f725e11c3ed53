package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.vitrine.loadtests.Catalog.Priced;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Admins who change prices, of products that get their own back at the end, and who import. */
final class Admins {
  /** The two that show that an import has done its work. */
  static final String IMPORTED = "imported";

  static final String LAST_ROW = "last row";

  static final String READABLE = "readable";

  private static final int ROWS = 2_000;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration IMPORT_WITHIN = Duration.ofMinutes(3);
  private static final int GIVE_BACK_ROUNDS = 5;
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(3);
  private static final Duration GIVE_BACK_WITHIN = Duration.ofMinutes(3);

  private final List<Priced> products;
  private final String authorization = Target.authorization();

  Admins(int products) {
    this.products = Catalog.priced(products);
  }

  /** To be fed before {@link #priceChange} and before reads by {@code id}. */
  List<Map<String, Object>> feed() {
    return products.stream()
        .map(one -> Map.<String, Object>of("id", one.id(), "priced", one))
        .toList();
  }

  /** Saves the {@code version} that was acknowledged. */
  ChainBuilder priceChange() {
    return exec(
        exec(session -> session.set("actions", session.<Priced>get("priced").actions(anyAmount()))),
        http("price change")
            .post(Target.COMMAND + "/v1/products/#{id}/actions")
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .body(StringBody("#{actions}"))
            .check(status().is(200), jsonPath("$.version").saveAs("version")));
  }

  /**
   * To be executed after {@link #priceChange}: {@link #READABLE} takes from the acknowledgement to
   * the read that shows the change, and fails where that is more than ten seconds.
   */
  static ChainBuilder readable(NeverOlder neverOlder) {
    return exec(
        exec(neverOlder::begin),
        http(READABLE)
            .get("/v1/products/#{id}?minVersion=#{version}")
            .header("Prefer", "wait=10")
            .check(status().is(200), showsTheChange(), neverOlder.check()));
  }

  /** Which may have found a later change. */
  private static CheckBuilder showsTheChange() {
    return header("Vitrine-Version")
        .validate(
            "at least the acknowledged version",
            (found, session) -> {
              long acknowledged = Long.parseLong(String.valueOf(session.getString("version")));
              if (Long.parseLong(found) < acknowledged) {
                throw new IllegalStateException(found + " after " + acknowledged);
              }
              return found;
            });
  }

  /**
   * Drafts by the ids of {@code load-…}, which get another name in each run: the same content again
   * would be accepted and write nothing. Ends when all were decided; {@code imported} and {@code
   * last row} fail where not all were accepted, or the last was not written.
   */
  ChainBuilder upload() {
    String name = "Load test of " + Instant.now() + ", not for sale";
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj(row -> "{\"id\":\"load-%d\",\"name\":\"%s\"}".formatted(row, name))
            .collect(Collectors.joining("\n"));
    return exec(
        http("import")
            .post(Target.COMMAND + "/v1/imports?format=jsonl")
            .header("Authorization", authorization)
            .header("Content-Type", "application/x-ndjson")
            .body(StringBody(rows))
            .check(
                status().is(202),
                jsonPath("$.id").saveAs("import"),
                jsonPath("$.state").saveAs("state")),
        exitHereIfFailed(),
        asLongAsDuring(session -> "running".equals(session.getString("state")), IMPORT_WITHIN)
            .on(
                pause(BETWEEN_LOOKS),
                importRead("import's state").check(jsonPath("$.state").saveAs("state"))),
        importRead(IMPORTED)
            .check(
                jsonPath("$.state").is("done"),
                jsonPath("$.accepted").ofInt().is(ROWS),
                jsonPath("$.rejected").ofInt().is(0)),
        http(LAST_ROW)
            .get(Target.COMMAND + "/v1/products/load-" + (ROWS - 1))
            .header("Authorization", authorization)
            .check(status().is(200), substring(name).exists()));
  }

  private HttpRequestActionBuilder importRead(String name) {
    return http(name)
        .get(Target.COMMAND + "/v1/imports/#{import}")
        .header("Authorization", authorization)
        .check(status().is(200));
  }

  /**
   * Every product is tried, also after others have failed, and those that failed a few times more.
   *
   * @throws IllegalStateException when products are left with another price; each was printed
   */
  void giveBack() {
    long until = System.nanoTime() + GIVE_BACK_WITHIN.toNanos();
    List<Priced> left = giveBack(products, until);
    for (int again = 1; again < GIVE_BACK_ROUNDS && !left.isEmpty(); again++) {
      LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
      left = giveBack(left, until);
    }
    if (!left.isEmpty()) {
      left.forEach(
          one ->
              System.err.printf(
                  "not given back: %s, %s was %s %s%n",
                  one.id(), one.sku(), one.currency(), one.amount()));
      throw new IllegalStateException(left.size() + " products did not get their price back");
    }
  }

  /** Those for which it failed, or for which no time was left. */
  private static List<Priced> giveBack(List<Priced> products, long until) {
    List<Priced> failed = new ArrayList<>();
    String reason = "no time left";
    for (Priced one : products) {
      if (System.nanoTime() - until > 0) {
        failed.add(one);
        continue;
      }
      try {
        Target.act(one.id(), one.actions(one.amount()));
      } catch (IllegalStateException | UncheckedIOException e) {
        failed.add(one);
        reason = String.valueOf(e.getMessage());
      }
    }
    if (!failed.isEmpty()) {
      System.err.printf("%d prices could not be given back: %s%n", failed.size(), reason);
    }
    return failed;
  }

  private static String anyAmount() {
    return ThreadLocalRandom.current().nextInt(1, 1_000) + ".50";
  }
}
