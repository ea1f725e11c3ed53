package dev.vitrine.contract.view;

import java.util.List;
import java.util.Map;

/** Body of the category tree's view. Siblings are in the order of their creation. */
public record CategoryTreeView(List<Node> categories, long version, String updatedAt) {
  /**
   * @param name locale to text
   */
  public record Node(String id, Map<String, String> name, List<Node> children) {}
}
