package dev.vitrine.contract.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to the category tree, which is one aggregate. */
public sealed interface CategoryEvent extends CatalogEvent {
  String categoryId();

  /**
   * @param name locale to text; the name in the default locale is unique among siblings
   * @param parentId null for a root
   */
  record CategoryCreated(String categoryId, Map<String, String> name, @Nullable String parentId)
      implements CategoryEvent {}

  record CategoryRenamed(String categoryId, Map<String, String> name) implements CategoryEvent {}

  /**
   * @param parentId null when the category became a root
   */
  record CategoryMoved(String categoryId, @Nullable String parentId) implements CategoryEvent {}
}
