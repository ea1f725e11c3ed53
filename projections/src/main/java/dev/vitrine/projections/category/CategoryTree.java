package dev.vitrine.projections.category;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vitrine.projections.fold.History;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The category tree so far. Its JSON is the store's and the changelog's.
 *
 * @param categories id to category, in the order of their creation
 */
public record CategoryTree(Map<String, Category> categories, History history) {
  /**
   * @param parent null for a root
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Category(Map<String, String> name, @Nullable String parent) {}
}
