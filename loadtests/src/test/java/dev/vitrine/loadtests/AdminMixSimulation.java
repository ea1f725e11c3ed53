package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.stream.Stream;

/** {@link Shoppers} browse while prices change and a file of drafts is imported to its end. */
public final class AdminMixSimulation extends Simulation {
  private static final int PRODUCTS = 500;

  private final Admins admins = new Admins(PRODUCTS);

  public AdminMixSimulation() {
    Profile profile = Profile.chosen();
    NeverOlder neverOlder = new NeverOlder();
    ScenarioBuilder edits =
        scenario("edits")
            .feed(listFeeder(admins.feed()).circular())
            .exec(admins.priceChange(), Admins.readable(neverOlder));
    ScenarioBuilder imports = scenario("imports").exec(admins.upload());
    setUp(
            Shoppers.browse(neverOlder)
                .injectOpen(
                    constantUsersPerSec(profile.usersPerSecond()).during(profile.duration())),
            edits.injectOpen(
                constantUsersPerSec(profile.usersPerSecond()).during(profile.duration())),
            imports.injectOpen(atOnceUsers(1)))
        .protocols(Target.protocol())
        .assertions(
            Stream.concat(
                    Stream.of(
                        global().failedRequests().count().is(0L),
                        details(Admins.IMPORTED).successfulRequests().count().is(1L),
                        details(Admins.LAST_ROW).successfulRequests().count().is(1L),
                        Profile.inTimeBesideAnImport(Admins.READABLE)),
                    Shoppers.inTimeBesideAnImport(profile))
                .toArray(Assertion[]::new));
  }

  @Override
  public void after() {
    admins.giveBack();
  }
}
