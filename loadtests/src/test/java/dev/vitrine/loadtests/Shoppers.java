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

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shoppers who browse: a page of a category, ten products (some are asked for often, most seldom),
 * the last of them again, and a basket read at once. No read may go backwards.
 */
final class Shoppers {
  private static final int CATALOG = 5_000;
  private static final int BASKET = 24;
  private static final String LISTING = "listing";
  private static final String PRODUCT = "product";
  private static final String AGAIN = "product, seen before";
  private static final String BATCH = "batch of 24";

  private Shoppers() {}

  /** Each kind of read in its time while an import runs, which listings alone feel. */
  static Stream<Assertion> inTimeBesideAnImport(Profile profile) {
    return Stream.concat(
        Stream.of(PRODUCT, AGAIN, BATCH).map(profile::inTime),
        Stream.of(Profile.inTimeBesideAnImport(LISTING)));
  }

  static ScenarioBuilder browse(NeverOlder neverOlder) {
    List<String> ids = List.copyOf(Catalog.products(CATALOG).keySet());
    List<Map<String, Object>> categories =
        FilledCategories.find().stream().map(id -> Map.<String, Object>of("category", id)).toList();
    ChainBuilder listing =
        exec(
            http(LISTING)
                .get("/v1/categories/#{category}/products?limit=24")
                .check(status().is(200), jsonPath("$.items[*].id").exists()));
    ChainBuilder products =
        repeat(10)
            .on(
                feed(Zipf.feeder("id", ids)),
                exec(neverOlder::begin),
                http(PRODUCT)
                    .get("/v1/products/#{id}")
                    .check(status().is(200), header("ETag").saveAs("etag"), neverOlder.check()));
    ChainBuilder again =
        exec(
            exec(neverOlder::begin),
            http(AGAIN)
                .get("/v1/products/#{id}")
                .header("If-None-Match", "#{etag}")
                .check(
                    status().in(200, 304).saveAs("status"),
                    header("ETag").validate("another one, or a 304", Shoppers::isNew),
                    neverOlder.check()));
    ChainBuilder basket =
        exec(
            exec(neverOlder::beginBatch),
            http(BATCH)
                .get("/v1/products?ids=#{basket}")
                .check(status().is(200), neverOlder.checkBatch()));
    return scenario("shoppers")
        .feed(listFeeder(categories).random())
        .feed(listFeeder(baskets(ids)).random())
        .exec(listing, products, again, basket);
  }

  /** Who has a product gets it whole only when it has changed since. */
  private static @Nullable String isNew(@Nullable String tag, Session session) {
    if (session.getInt("status") == 200 && Objects.equals(tag, session.getString("etag"))) {
      throw new IllegalStateException("a 200 with the tag that was sent");
    }
    return tag;
  }

  private static List<Map<String, Object>> baskets(List<String> ids) {
    return IntStream.iterate(0, from -> from < ids.size(), from -> from + BASKET)
        .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + BASKET)))
        .map(some -> Map.<String, Object>of("basket", String.join(",", some)))
        .toList();
  }
}
