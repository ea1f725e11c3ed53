package dev.vitrine.query.category;

import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.CategoryTreeView.Node;
import dev.vitrine.query.view.FoundView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tree, parsed, with a way from each node to its parent. */
final class CategoryTree {
  private record Place(Node node, @Nullable Place parent) {}

  /** Answer for one category, in this order of fields. */
  record CategoryView(
      String id,
      Map<String, String> name,
      List<Ancestor> ancestors,
      List<Node> children,
      long version,
      String updatedAt) {}

  /** The root comes first. */
  record Ancestor(String id, Map<String, String> name) {}

  private final FoundView found;
  private final CategoryTreeView tree;
  private final Map<String, Place> places = new HashMap<>();

  CategoryTree(FoundView found, CategoryTreeView tree) {
    this.found = found;
    this.tree = tree;
    tree.categories().forEach(root -> place(root, null));
  }

  private void place(Node node, @Nullable Place parent) {
    Place place = new Place(node, parent);
    places.put(node.id(), place);
    node.children().forEach(child -> place(child, place));
  }

  /** The stored tree. */
  FoundView found() {
    return found;
  }

  boolean holds(String id) {
    return places.containsKey(id);
  }

  /** The category first; null when there is no such one. */
  @Nullable List<String> subtree(String id) {
    Place place = places.get(id);
    if (place == null) {
      return null;
    }
    List<String> all = new ArrayList<>();
    add(place.node(), all);
    return all;
  }

  private static void add(Node node, List<String> all) {
    all.add(node.id());
    node.children().forEach(child -> add(child, all));
  }

  /** Null when there is no such category. */
  @Nullable CategoryView category(String id) {
    Place place = places.get(id);
    if (place == null) {
      return null;
    }
    List<Ancestor> ancestors = new ArrayList<>();
    for (Place above = place.parent(); above != null; above = above.parent()) {
      ancestors.addFirst(new Ancestor(above.node().id(), above.node().name()));
    }
    return new CategoryView(
        id,
        place.node().name(),
        ancestors,
        place.node().children(),
        tree.version(),
        tree.updatedAt());
  }
}
