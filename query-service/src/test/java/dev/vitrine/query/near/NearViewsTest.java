package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.ViewKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearViewsTest {
  @Test
  void what_was_confirmed_together_is_not_asked_for_together_nor_ever_later() {
    long age = 10_000;
    List<Long> ages =
        IntStream.range(0, 1_000)
            .mapToObj(i -> NearViews.jittered(age, new ViewKey.Product("p-" + i)))
            .toList();
    assertThat(ages).allSatisfy(one -> assertThat(one).isBetween(8_000L, age));
    // None of twenty parts is empty, and none has more than thrice its share.
    for (int part = 0; part < 20; part++) {
      long from = 8_000 + part * 100L;
      assertThat(ages.stream().filter(one -> one > from && one <= from + 100).count())
          .isBetween(1L, 150L);
    }
  }
}
