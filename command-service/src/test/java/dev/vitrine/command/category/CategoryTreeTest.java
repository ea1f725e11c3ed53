package dev.vitrine.command.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.category.CategoryAction.Move;
import dev.vitrine.command.category.CategoryAction.Rename;
import dev.vitrine.command.category.CategoryCommand.ChangeCategory;
import dev.vitrine.command.category.CategoryCommand.Changed;
import dev.vitrine.command.category.CategoryCommand.CreateCategory;
import dev.vitrine.command.document.Json;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
import dev.vitrine.contract.view.CategoryTreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.hamcrest.CustomMatcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CategoryTreeTest {
  private final AggregateTestFixture<CategoryTree> tree =
      new AggregateTestFixture<>(CategoryTree.class);

  @Test
  void the_first_category_begins_the_tree() {
    tree.givenNoPriorActivity()
        .when(new CreateCategory("lamps", Map.of("en", "Lamps"), null))
        .expectEvents(created("lamps", "Lamps", null))
        .expectResultMessagePayload(new Changed("lamps", 0));
  }

  @Test
  void an_id_is_derived_from_the_name_and_numbered_when_taken() {
    tree.given(created("buro-kuche", "other", null))
        .when(new CreateCategory(null, Map.of("en", "Büro & Küche"), null))
        .expectEvents(created("buro-kuche-2", "Büro & Küche", null))
        .expectResultMessagePayload(new Changed("buro-kuche-2", 1));
  }

  @Test
  void a_taken_id_is_refused() {
    refused(
        tree.given(created("a", "A", null)).when(new CreateCategory("a", Map.of("en", "B"), null)),
        "category-id-taken");
  }

  @Test
  void siblings_have_different_names_in_the_default_locale() {
    refused(
        tree.given(created("a", "A", null), created("b", "B", "a"))
            .when(new CreateCategory("c", Map.of("en", "B", "es", "C"), "a")),
        "category-name-taken");
    tree.given(created("a", "A", null), created("b", "B", "a"))
        .when(new CreateCategory("c", Map.of("en", "B"), null))
        .expectSuccessfulHandlerExecution();
    refused(
        tree.given(created("a", "A", null), created("b", "B", null)).when(rename("b", "A")),
        "category-name-taken");
    refused(
        tree.given(created("a", "A", null), created("b", "B", "a"), created("c", "B", null))
            .when(move("b", null)),
        "category-name-taken");
  }

  @Test
  void a_freed_name_can_be_taken() {
    tree.given(created("a", "A", null), new CategoryRenamed("a", Map.of("en", "Z")))
        .when(new CreateCategory("b", Map.of("en", "A"), null))
        .expectSuccessfulHandlerExecution();
  }

  @Test
  void an_unknown_parent_is_refused() {
    refused(
        tree.givenNoPriorActivity().when(new CreateCategory("b", Map.of("en", "B"), "a")),
        "unknown-parent");
    refused(tree.given(created("a", "A", null)).when(move("a", "none")), "unknown-parent");
  }

  @Test
  void renaming_and_moving_to_the_same_records_nothing() {
    tree.given(created("a", "A", null), created("b", "B", "a"))
        .when(new ChangeCategory("b", null, List.of(new Rename(Map.of("en", "B")), new Move("a"))))
        .expectNoEvents()
        .expectResultMessagePayload(new Changed("b", 1));
  }

  @Test
  void a_category_moves_with_what_is_below_it() {
    tree.given(created("a", "A", null), created("b", "B", null), created("c", "C", "b"))
        .when(move("b", "a"))
        .expectEvents(new CategoryMoved("b", "a"));
  }

  @Test
  void a_category_cannot_move_below_itself() {
    refused(
        tree.given(created("a", "A", null), created("b", "B", "a")).when(move("a", "b")),
        "category-cycle");
    refused(tree.given(created("a", "A", null)).when(move("a", "a")), "category-cycle");
  }

  @Test
  void the_tree_has_ten_levels_and_no_more() {
    refused(
        tree.given(chain(10)).when(new CreateCategory("x", Map.of("en", "X"), "c10")),
        "category-tree-too-deep");
    List<CategoryEvent> more = new ArrayList<>(chain(9));
    more.add(created("x", "X", null));
    more.add(created("y", "Y", "x"));
    refused(tree.given(more).when(move("x", "c9")), "category-tree-too-deep");
    tree.given(more).when(move("x", "c8")).expectSuccessfulHandlerExecution();
  }

  @Test
  void the_tree_stays_within_one_item_of_the_store_whatever_its_names_are_made_of() {
    Tree full = new Tree();
    String text = "照\uD83D\uDCA1\"\\\u0001\u007f\u00fc".repeat(30);
    assertThatThrownBy(
            () -> {
              for (int i = 0; true; i++) {
                Map<String, String> name = Map.of("en", i + text, "de-CH", text);
                full.evolve(CategoryDecider.create(full, "c" + i, name, null));
              }
            })
        .isInstanceOfSatisfying(
            Rejected.class,
            e -> assertThat(e.rejection().type()).isEqualTo("category-tree-too-large"));

    CategoryTreeView view = full.view(Long.MAX_VALUE, "2026-11-22T00:35:31.123456789Z");
    int bytes = Json.WIRE.writeValueAsBytes(view).length;
    assertThat(bytes)
        .isLessThanOrEqualTo(Limits.CATEGORY_TREE_BYTES)
        .isGreaterThan(Limits.CATEGORY_TREE_BYTES * 9 / 10);
    assertThatThrownBy(
            () ->
                CategoryDecider.change(
                    full, "c0", List.of(new Rename(Map.of("en", text, "de", text + text)))))
        .isInstanceOf(Rejected.class);
    assertThat(CategoryDecider.change(full, "c0", List.of(new Rename(Map.of("en", "short")))))
        .hasSize(1);
  }

  @Test
  void the_bytes_of_a_tree_are_those_of_its_view_or_a_few_more() {
    Tree state = new Tree();
    List.of(
            created("a", "Längste \"Wörter\"", null),
            created("b", "B", "a"),
            new CategoryRenamed("a", Map.of("en", "A", "ja", "照明")),
            new CategoryMoved("b", null))
        .forEach(state::evolve);
    CategoryTreeView view = state.view(Long.MAX_VALUE, "2026-11-22T00:35:31.123456789Z");
    int bytes = Json.WIRE.writeValueAsBytes(view).length;
    assertThat(state.bytes()).isBetween(bytes, bytes + 10);
    assertThat(state.copy().bytes()).isEqualTo(state.bytes());
  }

  @Test
  void an_unknown_category_is_refused() {
    refused(tree.given(created("a", "A", null)).when(rename("b", "B")), "unknown-category");
  }

  @Test
  void siblings_are_in_the_order_of_their_creation_also_after_a_move() {
    Tree state = new Tree();
    List.of(
            created("a", "A", null),
            created("b", "B", null),
            created("c", "C", "a"),
            new CategoryMoved("b", "a"))
        .forEach(state::evolve);
    CategoryTreeView view = state.view(3, "now");
    assertThat(view.categories()).extracting(CategoryTreeView.Node::id).containsExactly("a");
    assertThat(view.categories().getFirst().children())
        .extracting(CategoryTreeView.Node::id)
        .containsExactly("b", "c");
  }

  private static List<CategoryEvent> chain(int length) {
    List<CategoryEvent> chain = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      chain.add(created("c" + i, "C" + i, i == 1 ? null : "c" + (i - 1)));
    }
    return chain;
  }

  private static CategoryEvent created(String id, String name, @Nullable String parent) {
    return new CategoryCreated(id, Map.of("en", name), parent);
  }

  private static ChangeCategory rename(String id, String name) {
    return new ChangeCategory(id, null, List.of(new Rename(Map.of("en", name))));
  }

  private static ChangeCategory move(String id, @Nullable String parent) {
    return new ChangeCategory(id, null, List.of(new Move(parent)));
  }

  private static void refused(ResultValidator<CategoryTree> result, String type) {
    result
        .expectNoEvents()
        .expectException(
            new CustomMatcher<Object>("rejection " + type) {
              @Override
              public boolean matches(Object thrown) {
                return thrown instanceof Rejected rejected
                    && rejected.rejection().type().equals(type);
              }
            });
  }
}
