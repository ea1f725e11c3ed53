package dev.vitrine.loadtests.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.loadtests.autoscaling.Behavior.Percent;
import dev.vitrine.loadtests.autoscaling.Behavior.Pods;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HorizontalAutoscalerTest {
  private static final int LEAST = 1;

  private final HorizontalAutoscaler autoscaler =
      new HorizontalAutoscaler(Behavior.UP, Behavior.DOWN, 100);

  @Test
  void twice_of_what_is_wanted_asks_for_twice_the_replicas() {
    assertThat(HorizontalAutoscaler.byUtilization(of(3, 1.0), 0, 0.5)).isEqualTo(6);
    assertThat(HorizontalAutoscaler.byUtilization(of(4, 0.25), 0, 0.5)).isEqualTo(2);
  }

  @Test
  void a_tenth_more_or_less_is_left_alone() {
    assertThat(HorizontalAutoscaler.byUtilization(of(10, 0.54), 0, 0.5)).isEqualTo(10);
    assertThat(HorizontalAutoscaler.byUtilization(of(10, 0.56), 0, 0.5)).isEqualTo(12);
    assertThat(HorizontalAutoscaler.byAverage(1_090, 100, 10)).isEqualTo(10);
    assertThat(HorizontalAutoscaler.byAverage(1_110, 100, 10)).isEqualTo(12);
  }

  @Test
  void replicas_that_start_count_as_idle_where_more_are_needed() {
    assertThat(HorizontalAutoscaler.byUtilization(of(3, 1.0), 1, 0.5)).isEqualTo(6);
    assertThat(HorizontalAutoscaler.byUtilization(of(3, 1.0), 3, 0.5)).isEqualTo(6);
    assertThat(HorizontalAutoscaler.byUtilization(of(3, 1.0), 9, 0.5)).isEqualTo(12);
  }

  @Test
  void replicas_that_start_are_left_out_where_fewer_are_needed() {
    assertThat(HorizontalAutoscaler.byUtilization(of(4, 0.25), 4, 0.5)).isEqualTo(2);
  }

  @Test
  void while_nothing_is_known_nothing_changes() {
    assertThat(HorizontalAutoscaler.byUtilization(List.of(), 5, 0.5)).isEqualTo(5);
  }

  @Test
  void of_four_more_or_twice_as_many_the_larger_is_allowed_in_15_seconds() {
    assertThat(autoscaler.decide(0, 3, 50, LEAST)).isEqualTo(7);
    assertThat(autoscaler.decide(14, 7, 50, LEAST)).isEqualTo(7);
    assertThat(autoscaler.decide(15, 7, 50, LEAST)).isEqualTo(14);
    assertThat(autoscaler.decide(30, 14, 50, LEAST)).isEqualTo(28);
  }

  @Test
  void fewer_are_taken_once_fewer_were_asked_for_all_the_time() {
    autoscaler.decide(0, 10, 10, LEAST);
    autoscaler.decide(15, 10, 2, LEAST);
    assertThat(autoscaler.decide(299, 10, 2, LEAST)).isEqualTo(10);
    assertThat(autoscaler.decide(300, 10, 2, LEAST)).isEqualTo(2);
  }

  @Test
  void the_highest_of_what_was_asked_for_meanwhile_stays() {
    autoscaler.decide(0, 10, 10, LEAST);
    autoscaler.decide(150, 10, 6, LEAST);
    assertThat(autoscaler.decide(300, 10, 2, LEAST)).isEqualTo(6);
  }

  @Test
  void a_quarter_may_go_in_a_minute() {
    var slow =
        new HorizontalAutoscaler(Behavior.UP, new Behavior(0, List.of(new Percent(25, 60))), 100);
    assertThat(slow.decide(0, 20, 1, LEAST)).isEqualTo(15);
    assertThat(slow.decide(59, 15, 1, LEAST)).isEqualTo(15);
    assertThat(slow.decide(60, 15, 1, LEAST)).isEqualTo(11);
  }

  @Test
  void what_came_in_a_period_does_not_count_as_what_it_began_with() {
    var steady =
        new HorizontalAutoscaler(new Behavior(0, List.of(new Pods(3, 60))), Behavior.DOWN, 100);
    assertThat(steady.decide(0, 10, 12, LEAST)).isEqualTo(12);
    assertThat(steady.decide(30, 12, 50, LEAST)).isEqualTo(13);
    assertThat(steady.decide(60, 13, 50, LEAST)).isEqualTo(15);
  }

  @Test
  void bounds_hold_whatever_is_asked_for() {
    assertThat(autoscaler.decide(0, 90, 500, LEAST)).isEqualTo(100);
    assertThat(new HorizontalAutoscaler(Behavior.UP, Behavior.DOWN, 100).decide(0, 5, 1, 3))
        .isEqualTo(3);
  }

  private static List<Double> of(int replicas, double used) {
    return Collections.nCopies(replicas, used);
  }
}
