package dev.vitrine.command.category;

import dev.vitrine.command.rejection.FieldError;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Categories as imports name them: {@code A > B > C}, names in the default locale from a root. */
public final class CategoryPaths {
  private CategoryPaths() {}

  /**
   * A path's category.
   *
   * @param id of the category
   * @param created what has to happen first; the caller evolves its tree with it
   */
  public record Resolved(String id, List<CategoryCreated> created) {}

  /**
   * Finds the category of a path. What exists under exactly that path wins; then a single segment
   * may be the id of a category; else what is missing is created. The tree is left alone.
   *
   * @return empty for a path without segments
   * @throws Rejected when the tree has no room for what is missing, or a name is too long
   */
  public static Optional<Resolved> resolve(Tree tree, String path) {
    List<String> segments = segments(path);
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    String parent = null;
    int known = 0;
    for (String segment : segments) {
      Optional<String> child = tree.childNamed(parent, segment);
      if (child.isEmpty()) {
        break;
      }
      parent = child.get();
      known++;
    }
    if (parent != null && known == segments.size()) {
      return Optional.of(new Resolved(parent, List.of()));
    }
    if (segments.size() == 1 && tree.contains(segments.getFirst())) {
      return Optional.of(new Resolved(segments.getFirst(), List.of()));
    }
    return Optional.of(create(tree, parent, segments.subList(known, segments.size())));
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split(">", -1)) {
      if (!segment.isBlank()) {
        segments.add(segment.strip());
      }
    }
    return segments;
  }

  private static Resolved create(Tree tree, @Nullable String existing, List<String> missing) {
    Tree next = tree.copy();
    List<CategoryCreated> created = new ArrayList<>();
    String parent = existing;
    for (String name : missing) {
      CategoryLimits.NAME
          .wrongWith(name)
          .ifPresent(
              wrong -> {
                throw new Rejected(
                    new Rejection.InvalidDocument(
                        List.of(new FieldError("/categories", "has a name that " + wrong))));
              });
      CategoryCreated event =
          CategoryDecider.create(next, null, Map.of(Limits.DEFAULT_LOCALE, name), parent);
      next.evolve(event);
      created.add(event);
      parent = event.categoryId();
    }
    return new Resolved(created.getLast().categoryId(), List.copyOf(created));
  }
}
