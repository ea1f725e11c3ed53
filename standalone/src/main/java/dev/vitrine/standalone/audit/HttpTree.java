package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import org.jspecify.annotations.Nullable;

/** The category tree as the query service answers it. */
final class HttpTree implements Store {
  private static final String KEY = new ViewKey.Categories().text();

  private final QueryClient query;

  HttpTree(QueryClient query) {
    this.query = query;
  }

  @Override
  public String name() {
    return "http categories";
  }

  @Override
  public boolean mustHold(String key, boolean gone) {
    return key.equals(KEY);
  }

  @Override
  public void scan(Listener to) throws InterruptedException {
    try {
      View tree = get(KEY);
      if (tree != null) {
        to.found(tree);
      }
    } catch (UnreadableItem e) {
      to.unreadable(KEY);
    }
  }

  @Override
  public @Nullable View get(String key) throws UnreadableItem, InterruptedException {
    QueryClient.Answer answer = query.get("/v1/categories").readable();
    // Before the first category there is nothing to compare it with.
    return answer.found() && answer.body().path("version").asLong(-1) >= 0
        ? new View(
            KEY,
            ViewVersion.ofSequence(answer.body().path("version").asLong()),
            false,
            answer.body())
        : null;
  }
}
