package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.foreach;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A few shoppers browse whatever the system holds: the tree, a listing in every order, some of its
 * products, and the same products again, unchanged. Ids come from the system itself; one without a
 * filled category is refused, since it would show nothing. The catalog must be at rest: a product
 * that changes between its two reads is a 200 where a 304 is expected.
 */
public final class SmokeSimulation extends Simulation {
  /** 1 to 8 a second over 12 s are 54 shoppers, each of whom looks at one product at least. */
  private static final long FEWEST_PRODUCTS = 50;

  private static final ChainBuilder TREE =
      exec(
          http("tree")
              .get("/v1/categories")
              .check(status().is(200), jsonPath("$.categories[*].id").exists()));

  private static final ChainBuilder CATEGORY =
      exec(http("category").get("/v1/categories/#{category}").check(status().is(200)));

  private static final ChainBuilder LISTINGS =
      foreach(List.of("name", "newest", "price", "-price"), "sort")
          .on(
              http("listing by #{sort}")
                  .get("/v1/categories/#{category}/products?sort=#{sort}&limit=24")
                  .check(
                      status().is(200),
                      jsonPath("$.items[*].id").findAll().exists().saveAs("ids")));

  private static final ChainBuilder PRODUCTS =
      foreach("#{ids}", "id")
          .on(
              http("product")
                  .get("/v1/products/#{id}")
                  .check(
                      status().is(200),
                      jsonPath("$.id").isEL("#{id}"),
                      header("ETag").saveAs("etag")),
              http("product, unchanged")
                  .get("/v1/products/#{id}")
                  .header("If-None-Match", "#{etag}")
                  .check(status().is(304)));

  public SmokeSimulation() {
    // Its load is always the same; a profile that there is not is refused here as elsewhere.
    Profile.chosen();
    List<Map<String, Object>> categories =
        FilledCategories.find().stream().map(id -> Map.<String, Object>of("category", id)).toList();
    ScenarioBuilder browse =
        scenario("browse")
            .feed(listFeeder(categories).random())
            .exec(TREE, CATEGORY, LISTINGS, PRODUCTS);
    setUp(browse.injectOpen(rampUsersPerSec(1).to(8).during(Duration.ofSeconds(12))))
        .protocols(
            http.baseUrl(Target.QUERY)
                .acceptHeader("application/json")
                .userAgentHeader("vitrine-smoke"))
        .assertions(
            global().failedRequests().count().is(0L),
            details("product").successfulRequests().count().gte(FEWEST_PRODUCTS),
            details("product, unchanged").successfulRequests().count().gte(FEWEST_PRODUCTS));
  }
}
