package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;

/**
 * A view and the level that had it.
 *
 * @param staleSeconds 0, or for how long nobody could say whether the view is still the newest
 * @param fill whether a reader put it into the cache, which may since have lost a newer one
 */
public record FoundView(ReadyView ready, Source source, long staleSeconds, boolean fill) {
  public FoundView(StoredView view, Source source) {
    this(view, source, false);
  }

  public FoundView(StoredView view, Source source, boolean fill) {
    this(new ReadyView(view), source, 0, fill);
  }

  /** From this process. */
  public static FoundView near(ReadyView ready, long staleSeconds) {
    return new FoundView(ready, Source.NEAR, staleSeconds, false);
  }

  public StoredView view() {
    return ready.view();
  }
}
