package dev.vitrine.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.stream.ChangeHub.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChangeHubTest {
  private static final Change.Subject LAMP = new Change.Subject.Product("lamp");
  private static final Change.Subject OFFICE = new Change.Subject.Category("office");

  private static final int BYTES = 100;

  private final List<StreamMetrics.Event> counted = new ArrayList<>();
  private final ChangeHub hub =
      new ChangeHub(
          new StreamSettings(2, 4, 5, Duration.ofSeconds(15)), Long.MAX_VALUE, counted::add);

  private void lamp(int partition, long offset, long version) {
    hub.arrived(
        partition, offset, new ViewKey.Product("lamp"), ViewVersion.ofSequence(version), false);
  }

  private void other(int partition, long offset) {
    hub.arrived(partition, offset, new ViewKey.Product("other"), ViewVersion.ofSequence(1), false);
  }

  /** The events that are told until the changes, and no more, have been made. */
  private List<Told> told(@Nullable Position from, Set<Change.Subject> subjects, Runnable changes) {
    return allTold(from, subjects, changes).stream()
        .filter(told -> told instanceof Told.Changed || told instanceof Told.Reset)
        .toList();
  }

  private List<Told> allTold(
      @Nullable Position from, Set<Change.Subject> subjects, Runnable changes) {
    try (Reader reader = new Reader(hub, subjects, from)) {
      changes.run();
      return reader.told();
    }
  }

  /** A client that takes what it is told, up to a bound. */
  private static final class Reader implements ChangeHub.Client, AutoCloseable {
    private final List<Told> later = new ArrayList<>();
    private final ChangeHub.Joined joined;
    private int room = Integer.MAX_VALUE;
    private int cutOff;
    private boolean ended;

    Reader(ChangeHub hub, Set<Change.Subject> subjects, @Nullable Position from) {
      joined = hub.listen(new StreamRequest(subjects, from), this, BYTES);
    }

    List<Told> told() {
      return Stream.concat(joined.opening().stream(), later.stream()).toList();
    }

    @Override
    public boolean tell(Told told) {
      return later.size() < room && later.add(told);
    }

    @Override
    public void cutOff() {
      cutOff++;
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void close() {
      joined.listening().leave();
    }
  }

  private static Told changed(long version, Map<Integer, Long> position) {
    return new Told.Changed(new Change(LAMP, "lamp", version, false), new Position(position));
  }

  @Test
  void who_listens_is_told_of_what_it_listens_to() {
    List<Told> told =
        told(
            null,
            Set.of(LAMP, OFFICE),
            () -> {
              lamp(0, 7, 3);
              other(0, 8);
              hub.arrived(
                  1, 2, new ViewKey.Listing("office", "chair"), ViewVersion.ofSequence(9), true);
            });
    assertThat(told)
        .containsExactly(
            changed(3, Map.of(0, 7L)),
            new Told.Changed(
                new Change(OFFICE, "chair", 9, true), new Position(Map.of(0, 8L, 1, 2L))));
  }

  @Test
  void who_comes_back_is_told_of_what_it_missed_and_of_nothing_twice() {
    lamp(0, 7, 3);
    other(1, 1);
    lamp(0, 9, 4);
    other(1, 2);
    List<Told> told = told(new Position(Map.of(0, 7L, 1, 1L)), Set.of(LAMP), () -> lamp(0, 12, 5));
    assertThat(told)
        .containsExactly(changed(4, Map.of(0, 9L, 1, 1L)), changed(5, Map.of(0, 12L, 1, 2L)));
  }

  @Test
  void who_comes_back_too_late_is_told_so() {
    for (int offset = 0; offset < 10; offset++) {
      lamp(0, offset, offset);
    }
    assertThat(told(new Position(Map.of(0, 2L)), Set.of(LAMP), () -> {}))
        .containsExactly(new Told.Reset(new Position(Map.of(0, 9L))));
  }

  @Test
  void who_missed_what_lies_before_the_beginning_of_a_new_replica_is_told_so() {
    hub.begins(0, 52);
    assertThat(told(new Position(Map.of(0, 50L)), Set.of(LAMP), () -> {}))
        .containsExactly(new Told.Reset(new Position(Map.of(0, 51L))));
    assertThat(told(new Position(Map.of(0, 51L)), Set.of(LAMP), () -> lamp(0, 52, 3)))
        .containsExactly(changed(3, Map.of(0, 52L)));
  }

  @Test
  void who_knows_of_a_partition_that_this_replica_has_not_begun_is_told_to_read_anew() {
    hub.begins(0, 52);
    assertThat(told(new Position(Map.of(0, 51L, 1, 4L)), Set.of(LAMP), () -> {}))
        .containsExactly(new Told.Reset(new Position(Map.of(0, 51L))));
  }

  @Test
  void reading_on_after_a_failure_forgets_nothing() {
    hub.begins(0, 7);
    lamp(0, 7, 3);
    lamp(0, 8, 4);
    hub.begins(0, 9);
    assertThat(told(new Position(Map.of(0, 7L)), Set.of(LAMP), () -> {}))
        .containsExactly(changed(4, Map.of(0, 8L)));
  }

  @Test
  void who_was_told_by_a_replica_that_is_ahead_is_told_to_read_anew() {
    lamp(0, 7, 3);
    assertThat(told(new Position(Map.of(0, 8L)), Set.of(LAMP), () -> {}))
        .containsExactly(new Told.Reset(new Position(Map.of(0, 7L))));
  }

  @Test
  void who_listens_to_something_quiet_is_told_how_far_it_was_told() {
    hub.begins(0, 7);
    assertThat(allTold(null, Set.of(LAMP), () -> other(0, 8)))
        .containsExactly(new Told.Listening(new Position(Map.of(0, 6L))));
    lamp(0, 9, 3);
    other(0, 10);
    assertThat(allTold(new Position(Map.of(0, 8L)), Set.of(LAMP), () -> {}))
        .containsExactly(
            new Told.Listening(new Position(Map.of(0, 8L))),
            changed(3, Map.of(0, 9L)),
            new Told.Here(new Position(Map.of(0, 10L))));
  }

  @Test
  void a_heartbeat_says_how_far_all_was_told() {
    hub.begins(0, 7);
    try (Reader reader = new Reader(hub, Set.of(LAMP), null)) {
      lamp(0, 7, 1);
      other(0, 8);
      reader.joined.listening().beat();
      assertThat(reader.told())
          .containsExactly(
              new Told.Listening(new Position(Map.of(0, 6L))),
              changed(1, Map.of(0, 7L)),
              new Told.Here(new Position(Map.of(0, 8L))));
    }
  }

  @Test
  void who_comes_back_while_changes_arrive_misses_none_and_is_told_none_twice() throws Exception {
    int changes = 20_000;
    ChangeHub busy =
        new ChangeHub(
            new StreamSettings(10, changes + 1, changes, Duration.ofSeconds(15)),
            Long.MAX_VALUE,
            counted::add);
    busy.begins(0, 0);
    Thread topic =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < changes; i++) {
                    busy.arrived(
                        0, i, new ViewKey.Product("lamp"), ViewVersion.ofSequence(i), false);
                  }
                });
    Position from = new Position(Map.of(0, -1L));
    long expected = 0;
    while (expected < changes) {
      Reader reader = new Reader(busy, Set.of(LAMP), from);
      TimeUnit.MICROSECONDS.sleep(50);
      reader.close(); // behind it nothing is told, so that what it was told is settled
      for (Told told : reader.told()) {
        if (told instanceof Told.Changed) {
          from = new Position(Map.of(0, expected));
          assertThat(told).isEqualTo(changed(expected++, from.offsets()));
        }
      }
    }
    topic.join();
  }

  @Test
  void coming_back_costs_the_same_however_many_changes_of_others_are_held() {
    long few = nanosOfComingBack(20);
    long many = nanosOfComingBack(20_000);
    assertThat(many).as("against %s ns with few", few).isLessThan(10 * few);
  }

  /** The least of some rounds, so that a busy machine does not count. */
  private static long nanosOfComingBack(int held) {
    ChangeHub full =
        new ChangeHub(
            new StreamSettings(10, 64, held, Duration.ofSeconds(15)), Long.MAX_VALUE, _ -> {});
    for (int i = 0; i < held; i++) {
      full.arrived(0, i, new ViewKey.Product("product-" + i), ViewVersion.ofSequence(1), false);
    }
    Position from = new Position(Map.of(0, 0L));
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 30; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        new Reader(full, Set.of(LAMP), from).close();
      }
      least = Math.min(least, System.nanoTime() - begin);
    }
    return least;
  }

  @Test
  void a_topic_that_begins_again_is_told_to_all() {
    lamp(0, 7, 3);
    assertThat(told(null, Set.of(LAMP), () -> lamp(0, 1, 1)))
        .containsExactly(new Told.Reset(new Position(Map.of(0, 1L))), changed(1, Map.of(0, 1L)));
  }

  @Test
  void who_does_not_keep_up_is_cut_off_and_costs_the_others_nothing() {
    Reader quick = new Reader(hub, Set.of(LAMP), null);
    Reader slow = new Reader(hub, Set.of(LAMP), null);
    slow.room = 3;
    for (int i = 0; i < 3; i++) {
      lamp(0, i, i);
    }
    assertThat(counted).doesNotContain(StreamMetrics.Event.CUT_OFF);
    for (int i = 3; i < 8; i++) {
      lamp(0, i, i);
    }
    assertThat(slow.cutOff).isEqualTo(1);
    assertThat(counted).containsOnlyOnce(StreamMetrics.Event.CUT_OFF);
    assertThat(quick.later).hasSize(8);
    assertThat(hub.open()).as("until its connection is gone").isEqualTo(2);
    slow.close();
    assertThat(hub.open()).isEqualTo(1);
    quick.close();
    assertThat(hub.open()).isZero();
  }

  @Test
  void a_heartbeat_never_says_that_the_change_was_told_that_cut_a_client_off() {
    try (Reader slow = new Reader(hub, Set.of(LAMP), null)) {
      slow.room = 1;
      lamp(0, 0, 0);
      lamp(0, 1, 1);
      slow.room = Integer.MAX_VALUE;
      slow.joined.listening().beat();
      assertThat(slow.later).containsExactly(changed(0, Map.of(0, 0L)));
    }
  }

  @Test
  void there_is_room_for_so_many() {
    Reader one = new Reader(hub, Set.of(LAMP), null);
    Reader two = new Reader(hub, Set.of(LAMP), null);
    assertThatThrownBy(() -> new Reader(hub, Set.of(LAMP), null))
        .isInstanceOf(ChangeHub.TooManyStreams.class);
    one.close();
    new Reader(hub, Set.of(LAMP), null).close();
    two.close();
  }

  @Test
  void together_they_hold_so_many_bytes() {
    ChangeHub small =
        new ChangeHub(
            new StreamSettings(9, 4, 5, Duration.ofSeconds(15)), 2 * BYTES + 1, counted::add);
    Reader one = new Reader(small, Set.of(LAMP), null);
    try (Reader _ = new Reader(small, Set.of(LAMP), null)) {
      assertThatThrownBy(() -> new Reader(small, Set.of(LAMP), null))
          .isInstanceOf(ChangeHub.TooManyStreams.class);
      one.close();
      new Reader(small, Set.of(LAMP), null).close();
    }
  }

  @Test
  void at_the_end_all_streams_end() {
    try (Reader reader = new Reader(hub, Set.of(LAMP, OFFICE), null)) {
      hub.close();
      assertThat(reader.ended).isTrue();
      reader.joined.listening().beat();
      assertThat(reader.later).isEmpty();
    }
    assertThatThrownBy(() -> new Reader(hub, Set.of(LAMP), null))
        .isInstanceOf(ChangeHub.TooManyStreams.class);
  }

  @Test
  void a_position_is_read_as_it_was_written() {
    Position position = new Position(Map.of(0, 15L, 11, 123_456_789_012L, 3, 0L, 4, -1L));
    assertThat(Position.parse(position.text())).isEqualTo(position);
    for (String wrong : List.of("x", "1", "-1", "0-1__", "0-1 ", "0-zzzzzzzzzzzzzzz", "ä-1")) {
      assertThatThrownBy(() -> Position.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
