package dev.vitrine.command.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CategoryPathsTest {
  private final Tree tree = new Tree();

  @Test
  void a_path_makes_the_tree_once() {
    CategoryPaths.Resolved first = resolve(" Home >> Lighting > Lamps ");
    assertThat(first.created())
        .extracting(CategoryCreated::categoryId)
        .containsExactly("home", "lighting", "lamps");
    assertThat(tree.size()).isZero();
    first.created().forEach(tree::evolve);
    assertThat(resolve("Home > Lighting > Lamps"))
        .isEqualTo(new CategoryPaths.Resolved("lamps", List.of()));
    assertThat(resolve("Home > Lighting > Shades").created())
        .containsExactly(new CategoryCreated("shades", Map.of("en", "Shades"), "lighting"));
  }

  @Test
  void the_same_name_elsewhere_is_another_category() {
    resolve("Home > Lamps").created().forEach(tree::evolve);
    assertThat(resolve("Garden > Lamps").id()).isEqualTo("lamps-2");
  }

  @Test
  void a_path_wins_over_an_id_and_an_id_over_a_new_category() {
    tree.evolve(new CategoryCreated("lamps", Map.of("en", "All lamps"), null));
    assertThat(resolve("lamps")).isEqualTo(new CategoryPaths.Resolved("lamps", List.of()));
    tree.evolve(new CategoryCreated("other", Map.of("en", "lamps"), null));
    assertThat(resolve("lamps")).isEqualTo(new CategoryPaths.Resolved("other", List.of()));
  }

  @Test
  void a_path_without_segments_is_no_category() {
    assertThat(CategoryPaths.resolve(tree, " > ")).isEmpty();
  }

  @Test
  void a_path_that_is_too_deep_or_too_long_is_refused() {
    assertThatThrownBy(() -> resolve("A>B>C>D>E>F>G>H>I>J>K")).isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> resolve("x".repeat(301))).isInstanceOf(Rejected.class);
  }

  @Test
  void a_name_without_any_letter_of_an_id_still_gets_one() {
    assertThat(resolve("照明").id()).isEqualTo("category");
    assertThat(resolve("x".repeat(300)).id()).hasSize(58);
  }

  private CategoryPaths.Resolved resolve(String path) {
    return CategoryPaths.resolve(tree, path).orElseThrow();
  }
}
