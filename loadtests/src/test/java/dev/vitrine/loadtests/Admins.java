package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.vitrine.loadtests.Catalog.Priced;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Admins who change prices, of products that get their own back at the end, and who import. */
final class Admins {
  private static final int ROWS = 2_000;

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

  /** Drafts by the name of {@code load-…}: the same rows each time, which change nothing again. */
  ChainBuilder upload() {
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj("{\"id\":\"load-%1$d\",\"name\":\"Load test, not for sale\"}"::formatted)
            .collect(Collectors.joining("\n"));
    return exec(
        http("import")
            .post(Target.COMMAND + "/v1/imports?format=jsonl")
            .header("Authorization", authorization)
            .header("Content-Type", "application/x-ndjson")
            .body(StringBody(rows))
            .check(status().is(202)));
  }

  void giveBack() {
    products.forEach(one -> Target.act(one.id(), one.actions(one.amount())));
  }

  private static String anyAmount() {
    return ThreadLocalRandom.current().nextInt(1, 1_000) + ".50";
  }
}
