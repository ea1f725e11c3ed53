package dev.vitrine.query.near;

import dev.vitrine.contract.view.StoredView;
import org.jspecify.annotations.Nullable;

/**
 * What the near cache holds under a key.
 *
 * @param view null when there was nothing under the key
 * @param confirmedAt {@code System.nanoTime()} when a store or the topic said so
 */
record NearEntry(@Nullable StoredView view, long confirmedAt) {
  /** Objects, key and Caffeine's own, about. */
  private static final int OVERHEAD = 250;

  int bytes() {
    return OVERHEAD + (view == null ? 0 : view.body().length);
  }
}
