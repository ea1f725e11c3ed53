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
    return keys.stream().filter(key -> floors.raise(key, version)).toList();
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
    assertThat(floors.raise(refused, TWO)).isFalse();
    floors.letGo(first);
    assertThat(floors.size()).as("all places are free again").isZero();
    assertThat(floors.raise(refused, ONE)).isTrue();
    assertThat(floors.areSureOf(refused)).isFalse();
    floors.letGo(floors.close());
    assertThat(floors.areFull()).isFalse();
    assertThat(floors.areSureOf(refused)).isTrue();
  }

  /** Entries move when those before them go. */
  @Test
  void what_is_not_let_go_of_is_found_whatever_went_beside_it() {
    Floors many = new Floors(1_000_000, new Random(8));
    Map<ViewKey, Integer> raisedIn = new HashMap<>();
    Random random = new Random(9);
    for (int round = 1; round <= 30; round++) {
      int raised = random.nextInt(4_000);
      for (int i = 0; i < raised; i++) {
        ViewKey key = new ViewKey.Product("p-" + random.nextInt(20_000));
        many.raise(key, ONE);
        raisedIn.put(key, round);
      }
      int closed = many.close();
      int letGo = closed - random.nextInt(4);
      many.letGo(letGo);
      raisedIn.values().removeIf(generation -> generation <= letGo);
      assertThat(many.size()).isEqualTo(raisedIn.size());
      assertThat(raisedIn.keySet()).allMatch(key -> ONE.equals(many.of(key)));
    }
  }
}
