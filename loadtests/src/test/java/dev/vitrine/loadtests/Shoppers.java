package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Shoppers who browse: a page of a category, ten products (some are asked for often, most seldom),
 * the last of them again, and a basket read at once. No read may go backwards.
 */
final class Shoppers {
  private static final int CATALOG = 5_000;
  private static final int BASKET = 24;

  private Shoppers() {}

  static ScenarioBuilder browse() {
    List<String> ids = List.copyOf(Catalog.products(CATALOG).keySet());
    List<Map<String, Object>> categories =
        FilledCategories.find().stream().map(id -> Map.<String, Object>of("category", id)).toList();
    NeverOlder neverOlder = new NeverOlder();
    ChainBuilder listing =
        exec(
            http("listing")
                .get("/v1/categories/#{category}/products?limit=24")
                .check(status().is(200), jsonPath("$.items[*].id").exists()));
    ChainBuilder products =
        repeat(10)
            .on(
                feed(Zipf.feeder("id", ids)),
                exec(neverOlder::begin),
                http("product")
                    .get("/v1/products/#{id}")
                    .check(status().is(200), header("ETag").saveAs("etag"), neverOlder.check()));
    ChainBuilder again =
        exec(
            exec(neverOlder::begin),
            http("product, seen before")
                .get("/v1/products/#{id}")
                .header("If-None-Match", "#{etag}")
                .check(status().in(200, 304), neverOlder.check()));
    ChainBuilder basket =
        exec(
            exec(neverOlder::beginBatch),
            http("batch of 24")
                .get("/v1/products?ids=#{basket}")
                .check(status().is(200), neverOlder.checkBatch()));
    return scenario("shoppers")
        .feed(listFeeder(categories).random())
        .feed(listFeeder(baskets(ids)).random())
        .exec(listing, products, again, basket);
  }

  private static List<Map<String, Object>> baskets(List<String> ids) {
    return IntStream.iterate(0, from -> from < ids.size(), from -> from + BASKET)
        .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + BASKET)))
        .map(some -> Map.<String, Object>of("basket", String.join(",", some)))
        .toList();
  }
}
