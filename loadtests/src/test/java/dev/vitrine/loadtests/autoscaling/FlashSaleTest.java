package dev.vitrine.loadtests.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.loadtests.autoscaling.Behavior.Pods;
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
    Result result = FlashSale.of(plan(1, false, 20));
    assertThat(result.turnedAway()).isZero();
    assertThat(result.whole()).isZero();
    assertThat(result.most()).isEqualTo(20);
  }

  @Test
  void three_replicas_turn_away_what_is_above_their_capacity_until_others_come() {
    // 120,000 asked for, 30,000 answered, and nobody comes within ten minutes; a little less while
    // the sale rises for ten seconds.
    assertThat(FlashSale.of(plan(10_000, false, 3)).turnedAway()).isBetween(0.74, 0.75);
  }

  @Test
  void the_sooner_replicas_start_the_less_is_turned_away() {
    double soon = FlashSale.of(plan(5, true, 3)).turnedAway();
    double later = FlashSale.of(plan(20, true, 3)).turnedAway();
    assertThat(later).isGreaterThan(soon + 0.01);
  }

  @Test
  void reads_a_second_tell_how_many_are_needed_where_cpu_only_tells_that_all_is_full() {
    assertThat(FlashSale.of(plan(12, true, 3)).whole())
        .isLessThan(FlashSale.of(plan(12, false, 3)).whole());
  }

  @Test
  void a_replica_that_became_ready_is_not_warm() {
    // Asked for at the first look that sees the sale, ready a second later: what is left is
    // warming.
    assertThat(FlashSale.of(plan(1, true, 3)).whole()).isBetween(32, 75);
  }

  @Test
  void warm_replicas_end_it_when_the_first_look_that_saw_the_sale_has_brought_them() {
    // The look at 30 s sees the sample that ended at 15 s and may bring ten: ready 13 s later, and
    // 13 times 10,000 are enough.
    var tenMore = new Behavior(0, List.of(new Pods(10, 15)));
    Result result = FlashSale.of(new Plan("", 13, true, true, tenMore, Behavior.DOWN, 3));
    assertThat(result.whole()).isEqualTo(43);
    assertThat(result.most()).isEqualTo(20);
  }

  @Test
  void the_page_shows_what_the_simulation_prints() throws IOException {
    Path page = Path.of(System.getProperty("vitrine.root"), "docs/capacity.md");
    assertThat(Files.readString(page))
        .as("run FlashSale and put its table into docs/capacity.md")
        .contains(FlashSale.table());
  }

  private static Plan plan(double start, boolean byReads, int least) {
    return FlashSale.plan("", start, byReads, Behavior.UP, Behavior.DOWN, least);
  }
}
