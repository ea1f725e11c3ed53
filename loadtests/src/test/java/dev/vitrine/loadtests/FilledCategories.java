package dev.vitrine.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for categories that hold products, before any load is made: a listing that may be empty
 * would let a simulation pass that never read a product.
 */
final class FilledCategories {
  /** Listings are of direct products, and most trees hold those in their leaves. */
  private static final int ENOUGH = 20;

  /** Looks at no more; a catalog whose first thousand categories are empty is no test bed. */
  private static final int MOST_LOOKED_AT = 1_000;

  private FilledCategories() {}

  /**
   * Up to twenty, leaves before others.
   *
   * @throws IllegalStateException when the system does not answer as it should or holds none
   */
  static List<String> find() {
    List<String> leaves = new ArrayList<>();
    List<String> others = new ArrayList<>();
    walk(Target.read("/v1/categories").path("categories"), leaves, others);
    leaves.addAll(others);
    List<String> filled = new ArrayList<>();
    for (String category : leaves.subList(0, Math.min(leaves.size(), MOST_LOOKED_AT))) {
      if (!Target.read("/v1/categories/" + category + "/products?limit=1")
          .path("items")
          .isEmpty()) {
        filled.add(category);
      }
      if (filled.size() == ENOUGH) {
        break;
      }
    }
    if (filled.isEmpty()) {
      throw new IllegalStateException(
          "none of the %d categories at %s holds a product; import some first"
              .formatted(leaves.size(), Target.QUERY));
    }
    return filled;
  }

  private static void walk(JsonNode nodes, List<String> leaves, List<String> others) {
    for (JsonNode node : nodes) {
      JsonNode children = node.path("children");
      (children.isEmpty() ? leaves : others).add(node.path("id").asText());
      walk(children, leaves, others);
    }
  }
}
