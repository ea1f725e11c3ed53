package dev.vitrine.query.category;

import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ViewReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads the tree; the last one stays parsed, since it changes seldom and is read often. */
public final class Categories {
  private record Parsed(FoundView from, CategoryTree tree) {}

  private final ViewReader views;
  private final JsonMapper json;
  private final AtomicReference<@Nullable Parsed> last = new AtomicReference<>();

  Categories(ViewReader views, JsonMapper json) {
    this.views = views;
    this.json = json;
  }

  /** Empty in a catalog that never had a category. */
  Mono<FoundView> stored() {
    return stored(AtLeast.ANY);
  }

  /**
   * @param atLeast an older one is looked for further down, and may still come back
   */
  Mono<FoundView> stored(AtLeast atLeast) {
    return views.read(new ViewKey.Categories(), atLeast).filter(found -> !found.view().gone());
  }

  Mono<CategoryTree> tree() {
    return stored().map(this::parse);
  }

  public Mono<Boolean> exists(String category) {
    return tree().map(tree -> tree.holds(category)).defaultIfEmpty(false);
  }

  /** A category and all below it; empty when there is no such category. */
  public Mono<List<String>> subtree(String category) {
    return tree().mapNotNull(tree -> tree.subtree(category));
  }

  CategoryTree parse(FoundView found) {
    Parsed parsed = last.get();
    if (parsed != null && parsed.from().equals(found)) {
      return parsed.tree();
    }
    CategoryTree tree =
        new CategoryTree(found, json.readValue(found.view().body(), CategoryTreeView.class));
    last.set(new Parsed(found, tree));
    return tree;
  }
}
