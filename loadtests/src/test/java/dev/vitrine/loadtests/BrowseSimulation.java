package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.forAll;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** {@link Shoppers} and nobody else. */
public final class BrowseSimulation extends Simulation {
  private static final Duration RAMP = Duration.ofSeconds(5);

  public BrowseSimulation() {
    Profile profile = Profile.chosen();
    setUp(
            Shoppers.browse(new NeverOlder())
                .injectOpen(
                    rampUsersPerSec(1).to(profile.usersPerSecond()).during(RAMP),
                    constantUsersPerSec(profile.usersPerSecond()).during(profile.duration())))
        .protocols(Target.protocol())
        .assertions(
            global().failedRequests().count().is(0L),
            forAll().responseTime().percentile(99).lt(profile.p99Millis()));
  }
}
