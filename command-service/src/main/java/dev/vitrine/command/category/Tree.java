package dev.vitrine.command.category;

import dev.vitrine.command.document.LocalizedText;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
import dev.vitrine.contract.view.CategoryTreeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The category tree after some events. Not thread-safe: it is changed in place, because copying
 * 5,000 categories for each of 5,000 events would be felt. Whoever shares one shares a {@link
 * #copy()}.
 */
public final class Tree {
  /** In the order of creation, which is the order of siblings. */
  private final Map<String, Category> categories = new LinkedHashMap<>();

  private final Map<Place, String> places = new HashMap<>();

  private int bytes = TreeBytes.EMPTY;

  /** Where a name is unique: among the children of one parent. */
  private record Place(@Nullable String parentId, String name) {}

  /**
   * @param parentId null for a root
   */
  record Category(String id, Map<String, String> name, @Nullable String parentId) {
    String ownName() {
      return LocalizedText.inDefaultLocale(name);
    }

    private Place place() {
      return new Place(parentId, ownName());
    }
  }

  public Tree copy() {
    Tree copy = new Tree();
    copy.categories.putAll(categories);
    copy.places.putAll(places);
    copy.bytes = bytes;
    return copy;
  }

  /**
   * @throws IllegalStateException when the event cannot follow
   */
  public void evolve(CategoryEvent event) {
    switch (event) {
      case CategoryCreated e -> {
        if (categories.containsKey(e.categoryId())) {
          throw new IllegalStateException("created twice: " + e);
        }
        put(new Category(e.categoryId(), e.name(), e.parentId()));
      }
      case CategoryRenamed e -> {
        Category old = take(e.categoryId());
        put(new Category(old.id(), e.name(), old.parentId()));
      }
      case CategoryMoved e -> {
        Category old = take(e.categoryId());
        put(new Category(old.id(), old.name(), e.parentId()));
      }
    }
  }

  private Category take(String id) {
    Category category = categories.get(id);
    if (category == null) {
      throw new IllegalStateException("there is no category " + id);
    }
    places.remove(category.place());
    bytes -= TreeBytes.of(id, category.name());
    return category;
  }

  private void put(Category category) {
    categories.put(category.id(), category); // a known id keeps its place in the order
    places.put(category.place(), category.id());
    bytes += TreeBytes.of(category.id(), category.name());
  }

  /** Of the tree's view as JSON, or a few more. */
  int bytes() {
    return bytes;
  }

  public boolean contains(String id) {
    return categories.containsKey(id);
  }

  public int size() {
    return categories.size();
  }

  @Nullable Category find(String id) {
    return categories.get(id);
  }

  /** The child of a parent (null: the root) that has the name in its default locale. */
  public Optional<String> childNamed(@Nullable String parentId, String name) {
    return Optional.ofNullable(places.get(new Place(parentId, name)));
  }

  /** 1 for a root, 0 for null. */
  int depth(@Nullable String id) {
    int depth = 0;
    for (Category at = at(id); at != null; at = at(at.parentId())) {
      depth++;
    }
    return depth;
  }

  private @Nullable Category at(@Nullable String id) {
    return id == null ? null : categories.get(id);
  }

  /** Whether {@code id} is {@code above} or lies below it. */
  boolean within(@Nullable String id, String above) {
    for (Category at = at(id); at != null; at = at(at.parentId())) {
      if (at.id().equals(above)) {
        return true;
      }
    }
    return false;
  }

  /** Levels of the subtree, 1 for a leaf. */
  int height(String id) {
    int below = depth(id) - 1;
    return categories.values().stream()
        .filter(category -> within(category.id(), id))
        .mapToInt(category -> depth(category.id()) - below)
        .max()
        .orElse(1);
  }

  /**
   * @param version sequence of the last event
   * @param updatedAt time of the last event as it is stored
   */
  public CategoryTreeView view(long version, String updatedAt) {
    Map<String, List<CategoryTreeView.Node>> children = new HashMap<>();
    categories.keySet().forEach(id -> children.put(id, new ArrayList<>()));
    List<CategoryTreeView.Node> roots = new ArrayList<>();
    for (Category category : categories.values()) {
      List<CategoryTreeView.Node> siblings =
          category.parentId() == null ? roots : children.get(category.parentId());
      List<CategoryTreeView.Node> own = children.get(category.id());
      if (siblings == null || own == null) {
        throw new IllegalStateException("category " + category.id() + " has no parent");
      }
      siblings.add(new CategoryTreeView.Node(category.id(), category.name(), own));
    }
    return new CategoryTreeView(roots, version, updatedAt);
  }
}
