package dev.vitrine.command.category;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that can be done to a category that exists. */
sealed interface CategoryAction {
  record Rename(Map<String, String> name) implements CategoryAction {}

  /**
   * @param parentId null makes it a root
   */
  record Move(@Nullable String parentId) implements CategoryAction {}
}
