package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/**
 * Admins who change a price and read it at once: the time of {@code readable} is the time from the
 * acknowledgement to the read that shows it.
 */
public final class FreshnessSimulation extends Simulation {
  private static final int PRODUCTS = 500;

  private final Admins admins = new Admins(PRODUCTS);

  public FreshnessSimulation() {
    Profile profile = Profile.chosen();
    NeverOlder neverOlder = new NeverOlder();
    ScenarioBuilder changes =
        scenario("change and read")
            .feed(listFeeder(admins.feed()).circular())
            .exec(
                admins.priceChange(),
                exec(neverOlder::begin),
                http("readable")
                    .get("/v1/products/#{id}?minVersion=#{version}")
                    .header("Prefer", "wait=10")
                    .check(status().is(200), Admins.showsTheChange(), neverOlder.check()));
    setUp(
            changes.injectOpen(
                constantUsersPerSec(profile.usersPerSecond()).during(profile.duration())))
        .protocols(Target.protocol())
        .assertions(
            global().failedRequests().count().is(0L),
            details("readable").responseTime().percentile(99).lt(profile.p99Millis()));
  }

  @Override
  public void after() {
    admins.giveBack();
  }
}
