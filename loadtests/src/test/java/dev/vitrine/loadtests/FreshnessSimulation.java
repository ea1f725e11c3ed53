package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;

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
            .exec(admins.priceChange(), Admins.readable(neverOlder));
    setUp(
            changes.injectOpen(
                constantUsersPerSec(profile.usersPerSecond()).during(profile.duration())))
        .protocols(Target.protocol())
        .assertions(global().failedRequests().count().is(0L), profile.inTime(Admins.READABLE));
  }

  @Override
  public void after() {
    admins.giveBack();
  }
}
