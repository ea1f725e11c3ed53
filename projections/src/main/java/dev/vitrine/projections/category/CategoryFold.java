package dev.vitrine.projections.category;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.CategoryTreeView.Node;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.projections.category.CategoryTree.Category;
import dev.vitrine.projections.fold.Folding;
import dev.vitrine.projections.fold.History;
import dev.vitrine.projections.fold.ImpossibleEvent;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.fold.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Folds the events of the category tree, which is one aggregate and one view. */
public final class CategoryFold {
  private CategoryFold() {}

  /**
   * @param before null before the first event
   */
  public static Outcome<CategoryTree> fold(
      @Nullable CategoryTree before, Sequenced<CategoryEvent> in) {
    CategoryTree tree = before == null ? new CategoryTree(Map.of(), History.NONE) : before;
    return Folding.inOrder(
        tree.history(),
        in,
        () -> {
          Map<String, Category> categories = new LinkedHashMap<>(tree.categories());
          apply(categories, in.event());
          CategoryTree after = new CategoryTree(categories, tree.history().then(in));
          return new Outcome.Folded<>(
              after, in.commitEnd() ? List.of(view(after, in.time())) : List.of());
        });
  }

  private static void apply(Map<String, Category> categories, CategoryEvent event) {
    switch (event) {
      case CategoryCreated e -> {
        check(Limits.ID.matcher(e.categoryId()).matches(), e, "no id");
        check(!categories.containsKey(e.categoryId()), e, "created a second time");
        checkParent(categories, e, e.parentId());
        categories.put(e.categoryId(), new Category(e.name(), e.parentId()));
      }
      case CategoryRenamed e ->
          categories.put(e.categoryId(), new Category(e.name(), existing(categories, e).parent()));
      case CategoryMoved e -> {
        Category category = existing(categories, e);
        checkParent(categories, e, e.parentId());
        categories.put(e.categoryId(), new Category(category.name(), e.parentId()));
      }
    }
  }

  private static Category existing(Map<String, Category> categories, CategoryEvent event) {
    Category category = categories.get(event.categoryId());
    if (category == null) {
      throw new ImpossibleEvent("category " + event.categoryId() + ": does not exist");
    }
    return category;
  }

  /** The parent is there and not below the category itself: a circle would be no tree. */
  private static void checkParent(
      Map<String, Category> categories, CategoryEvent event, @Nullable String parentId) {
    String above = parentId;
    while (above != null) {
      check(!above.equals(event.categoryId()), event, "below itself");
      Category parent = categories.get(above);
      if (parent == null) {
        throw new ImpossibleEvent(
            "category " + event.categoryId() + ": parent " + above + " does not exist");
      }
      above = parent.parent();
    }
  }

  private static void check(boolean possible, CategoryEvent event, String otherwise) {
    if (!possible) {
      throw new ImpossibleEvent("category " + event.categoryId() + ": " + otherwise);
    }
  }

  private static View view(CategoryTree tree, String time) {
    List<Node> roots = new ArrayList<>();
    Map<String, List<Node>> children = new HashMap<>();
    Function<String, List<Node>> childrenOf =
        id -> children.computeIfAbsent(id, _ -> new ArrayList<>());
    tree.categories()
        .forEach(
            (id, category) -> {
              String parent = category.parent();
              (parent == null ? roots : childrenOf.apply(parent))
                  .add(new Node(id, category.name(), childrenOf.apply(id)));
            });
    long version = tree.history().version();
    return new View(
        new ViewKey.Categories(),
        ViewVersion.ofSequence(version),
        false,
        new CategoryTreeView(roots, version, time));
  }
}
