package dev.vitrine.projections.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.projections.fold.History.Place;
import org.junit.jupiter.api.Test;

class HistoryTest {
  @Test
  void an_aggregate_begins_at_zero() {
    assertThat(History.NONE.placeOf(at(0, "a"))).isEqualTo(Place.NEXT);
    assertThat(History.NONE.placeOf(at(1, "a"))).isEqualTo(Place.GAP);
  }

  @Test
  void a_known_sequence_is_a_repeat_only_with_the_same_id() {
    History history = upTo(History.REMEMBERED + 8);
    for (long back = 0; back < History.REMEMBERED; back++) {
      long sequence = history.version() - back;
      assertThat(history.placeOf(at(sequence, "e" + sequence))).isEqualTo(Place.REPEAT);
      assertThat(history.placeOf(at(sequence, "x"))).isEqualTo(Place.CONFLICT);
    }
  }

  @Test
  void the_past_that_is_remembered_is_bounded_and_what_is_older_counts_as_a_repeat() {
    History history = upTo(1000);
    assertThat(history.recentIds()).hasSize(History.REMEMBERED);
    assertThat(history.placeOf(at(0, "e0"))).isEqualTo(Place.REPEAT);
  }

  private static History upTo(long version) {
    History history = History.NONE;
    for (long sequence = 0; sequence <= version; sequence++) {
      history = history.then(at(sequence, "e" + sequence));
    }
    return history;
  }

  private static Sequenced<String> at(long sequence, String id) {
    return new Sequenced<>("", id, sequence, true, "2026-11-22T00:00:00Z", null);
  }
}
