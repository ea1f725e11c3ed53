package dev.vitrine.command.category;

import dev.vitrine.command.document.TextRule;
import dev.vitrine.contract.Limits;

/**
 * Bounds of the tree, beside {@link Limits#CATEGORY_TREE_BYTES}. It is one aggregate and one view,
 * so it must stay small.
 */
final class CategoryLimits {
  static final int CATEGORIES = 5_000;
  static final int DEPTH = 10;
  static final TextRule ID = TextRule.upTo(64).matching(Limits.ID);
  static final TextRule NAME = TextRule.upTo(300);

  private CategoryLimits() {}
}
