package dev.vitrine.command.category;

import dev.vitrine.command.category.CategoryAction.Move;
import dev.vitrine.command.category.CategoryAction.Rename;
import dev.vitrine.command.document.LocalizedText;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens when somebody wants something of the category tree. Pure; leaves the tree alone. */
public final class CategoryDecider {
  private CategoryDecider() {}

  /**
   * @param id null to derive one from the name
   * @param parentId null for a root
   */
  public static CategoryCreated create(
      Tree tree, @Nullable String id, Map<String, String> name, @Nullable String parentId) {
    if (id != null && tree.contains(id)) {
      throw new Rejected(new Rejection.CategoryExists(id));
    }
    requireParent(tree, parentId);
    if (tree.size() >= CategoryLimits.CATEGORIES) {
      throw new Rejected(new Rejection.TreeTooLarge(CategoryLimits.CATEGORIES, "categories"));
    }
    requireDepth(tree.depth(parentId) + 1);
    String ownName = LocalizedText.inDefaultLocale(name);
    requireFree(tree, parentId, ownName, null);
    String newId = id != null ? id : CategoryIds.derive(ownName, tree::contains);
    requireRoom(tree, TreeBytes.of(newId, name));
    return new CategoryCreated(newId, name, parentId);
  }

  /** The events of all actions on one category, one after the other. */
  static List<CategoryEvent> change(Tree before, String id, List<CategoryAction> actions) {
    Tree tree = before.copy();
    List<CategoryEvent> events = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      try {
        CategoryEvent event = decide(tree, id, actions.get(i));
        if (event != null) {
          events.add(event);
          tree.evolve(event);
        }
      } catch (Rejected rejected) {
        throw rejected.at("/actions/" + i);
      }
    }
    return List.copyOf(events);
  }

  private static @Nullable CategoryEvent decide(Tree tree, String id, CategoryAction action) {
    Tree.Category category = tree.find(id);
    if (category == null) {
      throw new Rejected(new Rejection.UnknownCategory(id));
    }
    return switch (action) {
      case Rename(var name) -> {
        if (category.name().equals(name)) {
          yield null;
        }
        requireFree(tree, category.parentId(), LocalizedText.inDefaultLocale(name), id);
        requireRoom(tree, TreeBytes.of(id, name) - TreeBytes.of(id, category.name()));
        yield new CategoryRenamed(id, name);
      }
      case Move(var parentId) -> {
        if (Objects.equals(category.parentId(), parentId)) {
          yield null;
        }
        requireParent(tree, parentId);
        if (parentId != null && tree.within(parentId, id)) {
          throw new Rejected(new Rejection.CategoryCycle(id, parentId));
        }
        requireDepth(tree.depth(parentId) + tree.height(id));
        requireFree(tree, parentId, category.ownName(), id);
        yield new CategoryMoved(id, parentId);
      }
    };
  }

  private static void requireParent(Tree tree, @Nullable String parentId) {
    if (parentId != null && !tree.contains(parentId)) {
      throw new Rejected(new Rejection.UnknownParent(parentId));
    }
  }

  private static void requireRoom(Tree tree, int more) {
    if (more > 0 && tree.bytes() + more > Limits.CATEGORY_TREE_BYTES) {
      throw new Rejected(new Rejection.TreeTooLarge(Limits.CATEGORY_TREE_BYTES, "bytes of JSON"));
    }
  }

  private static void requireDepth(int depth) {
    if (depth > CategoryLimits.DEPTH) {
      throw new Rejected(new Rejection.TreeTooDeep(CategoryLimits.DEPTH));
    }
  }

  private static void requireFree(
      Tree tree, @Nullable String parentId, String name, @Nullable String self) {
    tree.childNamed(parentId, name)
        .filter(sibling -> !sibling.equals(self))
        .ifPresent(
            sibling -> {
              throw new Rejected(new Rejection.CategoryNameTaken(name, sibling));
            });
  }
}
