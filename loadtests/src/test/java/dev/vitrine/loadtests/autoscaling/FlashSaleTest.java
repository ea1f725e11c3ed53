package dev.vitrine.loadtests.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.loadtests.autoscaling.Behavior.Pods;
import dev.vitrine.loadtests.autoscaling.FlashSale.Metric;
import dev.vitrine.loadtests.autoscaling.FlashSale.Plan;
import dev.vitrine.loadtests.autoscaling.FlashSale.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlashSaleTest {
  @Test
  void enough_replicas_from_the_beginning_turn_nothing_away() {
    Result result = FlashSale.of(plan(1, Metric.NONE, 20));
    assertThat(result.turnedAway()).isZero();
    assertThat(result.whole()).isZero();
    assertThat(result.most()).isEqualTo(20);
  }

  @Test
  void three_replicas_turn_away_what_is_above_their_capacity_until_others_come() {
    // 120,000 asked for, 30,000 answered, and nobody comes within ten minutes; a little less while
    // the sale rises for ten seconds.
    assertThat(FlashSale.of(plan(10_000, Metric.NONE, 3)).turnedAway()).isBetween(0.74, 0.75);
  }

  @Test
  void the_sooner_replicas_start_the_less_is_turned_away() {
    double soon = FlashSale.of(plan(5, Metric.ANSWERED, 3)).turnedAway();
    double later = FlashSale.of(plan(20, Metric.ANSWERED, 3)).turnedAway();
    assertThat(later).isGreaterThan(soon + 0.01);
  }

  /** CPU's target is 0.6 of what a replica can, that of reads 0.4: the factor of a look. */
  @Test
  void reads_answered_ask_for_more_than_cpu_and_reads_asked_for_the_most() {
    int cpu = FlashSale.of(plan(12, Metric.NONE, 3)).whole();
    int answered = FlashSale.of(plan(12, Metric.ANSWERED, 3)).whole();
    int asked = FlashSale.of(plan(12, Metric.ASKED, 3)).whole();
    assertThat(answered).isLessThan(cpu);
    assertThat(asked).isLessThan(answered);
  }

  @Test
  void a_replica_that_became_ready_is_not_warm() {
    // Asked for at the first look that sees the sale, ready a second later: what is left is
    // warming.
    assertThat(FlashSale.of(plan(1, Metric.ASKED, 3)).whole()).isBetween(32, 75);
  }

  @Test
  void warm_replicas_end_it_when_the_looks_that_saw_the_sale_have_brought_them() {
    // The look at 15 s sees the scrapes of -10 to 10 s, 41,700 reads a second, and makes 11 of 3.
    // The one at 30 s sees 0 to 20 s, 95,700, and may bring ten: ready 13 s later, more than
    // enough. The next wants 30 in all.
    var tenMore = new Behavior(0, List.of(new Pods(10, 15)));
    Result result = FlashSale.of(new Plan("", 13, true, Metric.ASKED, tenMore, Behavior.DOWN, 3));
    assertThat(result.whole()).isEqualTo(43);
    assertThat(result.most()).isEqualTo(30);
  }

  @Test
  void the_page_shows_what_the_simulation_prints() throws IOException {
    Path page = Path.of(System.getProperty("vitrine.root"), "docs/capacity.md");
    assertThat(Files.readString(page))
        .as("run FlashSale and put its tables into docs/capacity.md")
        .contains(FlashSale.settings())
        .contains(FlashSale.table());
  }

  private static Plan plan(double start, Metric metric, int least) {
    return new Plan("", start, false, metric, Behavior.UP, Behavior.DOWN, least);
  }
}
