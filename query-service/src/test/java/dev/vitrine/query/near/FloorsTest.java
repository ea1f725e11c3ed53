package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link NeverOlderTest} proves is that they suffice; here, whom they turn away. */
class FloorsTest {
  private static final ViewVersion ONE = ViewVersion.ofSequence(1);
  private static final ViewVersion TWO = ViewVersion.ofSequence(2);

  private final Floors floors = new Floors(64, new Random(7)); // one place in each stripe
  private final List<ViewKey> keys =
      IntStream.range(0, 1_000).<ViewKey>mapToObj(i -> new ViewKey.Product("p-" + i)).toList();

  private List<ViewKey> raised(ViewVersion version) {
    return keys.stream().filter(key -> floors.heard(key, version)).toList();
  }

  @Test
  void what_came_in_before_they_were_full_goes_on_as_ever() {
    List<ViewKey> early = raised(ONE);
    assertThat(floors.areFull()).isTrue();
    assertThat(keys.stream().filter(floors::areSureOf)).containsExactlyElementsOf(early);
    assertThat(early).hasSizeBetween(32, 64);
  }

  /** It may have been refused with a higher one. */
  @Test
  void what_comes_in_late_is_not_believed_until_no_refused_one_matters() {
    List<ViewKey> early = raised(TWO);
    ViewKey refused = keys.stream().filter(key -> !early.contains(key)).findFirst().orElseThrow();
    int first = floors.close();
    assertThat(floors.heard(refused, TWO)).isFalse();
    floors.letGo(first);
    assertThat(floors.size()).as("all places are free again").isZero();
    assertThat(floors.heard(refused, ONE)).isTrue();
    assertThat(floors.areSureOf(refused)).isFalse();
    floors.letGo(floors.close());
    assertThat(floors.areFull()).isFalse();
    assertThat(floors.areSureOf(refused)).isTrue();
  }

  @Test
  void what_was_only_read_goes_first() {
    Floors many = new Floors(1_000, new Random(8));
    ViewKey read = keys.get(0);
    ViewKey heard = keys.get(1);
    ViewKey readAndHeard = keys.get(2);
    ViewKey heardAndReadNewer = keys.get(3);
    many.read(read, ONE);
    many.heard(heard, ONE);
    many.read(readAndHeard, ONE);
    many.heard(readAndHeard, ONE);
    many.heard(heardAndReadNewer, ONE);
    many.read(heardAndReadNewer, TWO);
    int first = many.close();
    many.letGoOfRead(first);
    assertThat(keys.subList(0, 4).stream().map(many::of)).containsExactly(null, ONE, ONE, TWO);
    many.letGo(first);
    assertThat(many.size()).isZero();
  }

  /** It stays as long as what is heard last, for a store may be behind that one for as long. */
  @Test
  void what_is_heard_counts_from_then_on_and_what_is_read_again_does_not() {
    Floors many = new Floors(1_000, new Random(8));
    ViewKey heard = keys.get(0);
    ViewKey read = keys.get(1);
    many.read(heard, TWO);
    many.read(read, TWO);
    int first = many.close();
    many.heard(heard, ONE);
    many.read(read, TWO);
    many.letGo(first);
    assertThat(keys.subList(0, 2).stream().map(many::of)).containsExactly(TWO, null);
  }

  private record Raised(int generation, boolean heard) {}

  /** Entries move when those before them go. */
  @Test
  void what_is_not_let_go_of_is_found_whatever_went_beside_it() {
    Floors many = new Floors(1_000_000, new Random(8));
    Map<ViewKey, Raised> raised = new HashMap<>();
    Random random = new Random(9);
    for (int round = 1; round <= 30; round++) {
      int changes = random.nextInt(4_000);
      for (int i = 0; i < changes; i++) {
        ViewKey key = new ViewKey.Product("p-" + random.nextInt(20_000));
        if (random.nextBoolean()) {
          many.heard(key, ONE);
          raised.put(key, new Raised(round, true));
        } else {
          many.read(key, ONE);
          raised.putIfAbsent(key, new Raised(round, false));
        }
      }
      int closed = many.close();
      int letGoOfRead = closed - random.nextInt(4);
      int letGo = letGoOfRead - random.nextInt(4);
      many.letGoOfRead(letGoOfRead);
      many.letGo(letGo);
      raised.values().removeIf(one -> one.generation() <= (one.heard() ? letGo : letGoOfRead));
      assertThat(many.size()).isEqualTo(raised.size());
      assertThat(raised.keySet()).allMatch(key -> ONE.equals(many.of(key)));
    }
  }
}
