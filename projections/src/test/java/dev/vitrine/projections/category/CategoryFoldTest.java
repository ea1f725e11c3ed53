package dev.vitrine.projections.category;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.CategoryTreeView.Node;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.fold.View;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CategoryFoldTest {
  private @Nullable CategoryTree tree;

  @Test
  void the_whole_tree_is_one_view_with_siblings_in_the_order_of_their_creation() {
    fold(0, created("office", null), false);
    fold(1, created("home", null), false);
    fold(2, created("lamps", "office"), false);
    fold(3, created("desks", "office"), false);
    View view = fold(4, new CategoryRenamed("office", Map.of("en", "Work")), true).getFirst();

    assertThat(view.key().text()).isEqualTo("categories");
    assertThat(view.version()).isEqualTo(ViewVersion.ofSequence(4));
    assertThat(view.body())
        .isEqualTo(
            new CategoryTreeView(
                List.of(
                    new Node("office", Map.of("en", "Work"), List.of(leaf("lamps"), leaf("desks"))),
                    leaf("home")),
                4,
                "2026-11-22T00:00:04Z"));
  }

  @Test
  void half_a_commit_makes_no_view() {
    assertThat(fold(0, created("office", null), false)).isEmpty();
    assertThat(fold(1, created("home", null), true)).hasSize(1);
  }

  @Test
  void a_category_moves_with_everything_below_it() {
    fold(0, created("a", null), false);
    fold(1, created("b", "a"), false);
    fold(2, created("c", "b"), false);
    View view = fold(3, new CategoryMoved("b", null), true).getFirst();
    assertThat(((CategoryTreeView) view.body()).categories())
        .containsExactly(leaf("a"), new Node("b", Map.of("en", "b"), List.of(leaf("c"))));
  }

  static Stream<CategoryEvent> impossible() {
    return Stream.of(
        created("a", null),
        created("c", "nobody"),
        created("c:d", null),
        new CategoryRenamed("nobody", Map.of("en", "x")),
        new CategoryMoved("nobody", null),
        new CategoryMoved("b", "nobody"),
        new CategoryMoved("a", "a"),
        new CategoryMoved("a", "b"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void what_would_be_no_tree_is_set_aside(CategoryEvent event) {
    fold(0, created("a", null), true);
    fold(1, created("b", "a"), true);
    assertThat(CategoryFold.fold(tree, at(2, event, true)))
        .isInstanceOfSatisfying(
            Outcome.SetAside.class,
            aside -> assertThat(aside.reason()).isEqualTo(Reason.IMPOSSIBLE));
  }

  private List<View> fold(long sequence, CategoryEvent event, boolean commitEnd) {
    Outcome<CategoryTree> outcome = CategoryFold.fold(tree, at(sequence, event, commitEnd));
    assertThat(outcome).isInstanceOf(Outcome.Folded.class);
    Outcome.Folded<CategoryTree> folded = (Outcome.Folded<CategoryTree>) outcome;
    tree = folded.state();
    return folded.views();
  }

  private static CategoryCreated created(String id, @Nullable String parent) {
    return new CategoryCreated(id, Map.of("en", id), parent);
  }

  private static Node leaf(String id) {
    return new Node(id, Map.of("en", id), List.of());
  }

  private static Sequenced<CategoryEvent> at(long sequence, CategoryEvent event, boolean end) {
    String time = "2026-11-22T00:00:0" + sequence + "Z";
    return new Sequenced<>(event, "event-" + sequence, sequence, end, time, null);
  }
}
