package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;

/**
 * A view and the level that had it.
 *
 * @param staleSeconds 0, or for how long nobody could say whether the view is still the newest
 */
public record FoundView(ReadyView ready, Source source, long staleSeconds) {
  public FoundView(StoredView view, Source source) {
    this(new ReadyView(view), source, 0);
  }

  public StoredView view() {
    return ready.view();
  }
}
