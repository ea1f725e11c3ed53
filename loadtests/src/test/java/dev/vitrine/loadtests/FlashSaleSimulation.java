package dev.vitrine.loadtests;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * A hundred products that nobody asked for are asked for by everybody from one second to the next,
 * while an admin changes their prices, each as soon as the one before is read. No read may go
 * backwards.
 */
public final class FlashSaleSimulation extends Simulation {
  private static final int HOT = 100;
  private static final int READS = 20;
  private static final Duration BEFORE = Duration.ofSeconds(2);

  private final Admins admins = new Admins(HOT);

  public FlashSaleSimulation() {
    Profile profile = Profile.chosen();
    NeverOlder neverOlder = new NeverOlder();
    ScenarioBuilder shoppers =
        scenario("shoppers")
            .repeat(READS)
            .on(
                feed(listFeeder(admins.feed()).random()),
                exec(neverOlder::begin),
                http("product")
                    .get("/v1/products/#{id}")
                    .check(status().is(200), neverOlder.check()));
    ScenarioBuilder admin =
        scenario("admin")
            .exec(
                during(profile.duration().plus(BEFORE))
                    .on(
                        feed(listFeeder(admins.feed()).circular()),
                        admins.priceChange(),
                        Admins.readable(neverOlder)));
    setUp(
            admin.injectOpen(atOnceUsers(1)),
            shoppers.injectOpen(
                nothingFor(BEFORE),
                constantUsersPerSec(profile.usersPerSecond() * 2).during(profile.duration())))
        .protocols(Target.protocol())
        .assertions(
            global().failedRequests().count().is(0L),
            profile.inTime("product"),
            profile.inTime(Admins.READABLE));
  }

  @Override
  public void after() {
    admins.giveBack();
  }
}
