package dev.vitrine.command.category;

import dev.vitrine.command.eventstore.ExpectedVersion;
import dev.vitrine.contract.event.StreamId;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What the command bus carries to the {@link CategoryTree} aggregate, of which there is one. */
sealed interface CategoryCommand {
  @TargetAggregateIdentifier
  default String streamId() {
    return StreamId.CATEGORIES;
  }

  /**
   * @param id null to derive one from the name
   * @param parentId null for a root
   */
  record CreateCategory(@Nullable String id, Map<String, String> name, @Nullable String parentId)
      implements CategoryCommand {}

  /**
   * @param expected the version the tree must have; null when any will do
   */
  record ChangeCategory(String id, @Nullable ExpectedVersion expected, List<CategoryAction> actions)
      implements CategoryCommand {}

  /**
   * A category after a command.
   *
   * @param version of the whole tree
   */
  record Changed(String id, long version) {}
}
