package dev.vitrine.projections.pointer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.PointerView;
import dev.vitrine.projections.pointer.PointerFold.Outcome;
import org.junit.jupiter.api.Test;

class PointerFoldTest {
  private static final PointerView SECOND = new PointerView("lamp", 2);

  @Test
  void only_a_higher_generation_goes_on() {
    assertThat(PointerFold.fold(null, SECOND)).isEqualTo(Outcome.NEWER);
    assertThat(PointerFold.fold(SECOND, new PointerView(null, 3))).isEqualTo(Outcome.NEWER);
    assertThat(PointerFold.fold(SECOND, SECOND)).isEqualTo(Outcome.KNOWN);
    assertThat(PointerFold.fold(SECOND, new PointerView("desk", 1))).isEqualTo(Outcome.KNOWN);
  }

  @Test
  void another_owner_under_a_known_generation_is_a_conflict() {
    assertThat(PointerFold.fold(SECOND, new PointerView("desk", 2))).isEqualTo(Outcome.CONFLICT);
    assertThat(PointerFold.fold(SECOND, new PointerView(null, 2))).isEqualTo(Outcome.CONFLICT);
  }
}
