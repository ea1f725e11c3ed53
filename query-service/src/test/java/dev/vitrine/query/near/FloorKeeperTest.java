package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link NeverOlderTest}, whose topic has one partition, cannot tell. */
class FloorKeeperTest {
  private static final ViewKey KEY = new ViewKey.Product("lamp");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Floors floors = new Floors(1_000, new Random(1));
  private long now;
  private ViewsChannel.Position position = new ViewsChannel.Position(0, Map.of(0, 7L));
  private final FloorKeeper keeper =
      new FloorKeeper(floors, () -> position, Duration.ofMinutes(1), () -> now);

  private void readAndClosedAt(long closed) {
    floors.read(KEY, ViewVersion.ofSequence(1));
    now = closed;
    keeper.close();
  }

  private boolean isKept() {
    return floors.of(KEY) != null;
  }

  @Test
  void what_was_read_stays_until_the_topic_was_read_to_a_later_end() {
    readAndClosedAt(10 * SECOND);
    position = new ViewsChannel.Position(10 * SECOND, Map.of(0, 8L));
    keeper.heard(Set.of(0), 20 * SECOND);
    assertThat(isKept()).isTrue();
    position = new ViewsChannel.Position(10 * SECOND + 1, Map.of(0, 8L));
    keeper.heard(Set.of(0), 20 * SECOND);
    assertThat(isKept()).isFalse();
  }

  /** The key's next version may lie in the partition that is not read yet. */
  @Test
  void what_was_read_stays_until_all_partitions_are_read_that_there_are() {
    readAndClosedAt(10 * SECOND);
    position = new ViewsChannel.Position(20 * SECOND, Map.of(0, 8L));
    keeper.heard(Set.of(0, 1), 20 * SECOND);
    assertThat(isKept()).isTrue();
    position = new ViewsChannel.Position(20 * SECOND, Map.of(0, 8L, 1, 0L));
    keeper.heard(Set.of(0, 1), 20 * SECOND);
    assertThat(isKept()).isFalse();
  }

  /** The broker that says which partitions there are may not have heard yet of a new one. */
  @Test
  void what_was_read_stays_until_partitions_were_asked_for_two_seconds_later() {
    readAndClosedAt(10 * SECOND);
    position = new ViewsChannel.Position(20 * SECOND, Map.of(0, 8L));
    keeper.heard(Set.of(0), 12 * SECOND);
    assertThat(isKept()).isTrue();
    keeper.heard(Set.of(0), 12 * SECOND + 1);
    assertThat(isKept()).isFalse();
  }
}
