package dev.vitrine.query.near;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.query.view.ReadyView;
import org.jspecify.annotations.Nullable;

/**
 * What the near cache holds under a key.
 *
 * @param ready null when there was nothing under the key
 * @param confirmedAt {@code System.nanoTime()} when a store or the topic said so
 * @param byLastLevel whether it was the store below which there is none
 */
record NearEntry(@Nullable ReadyView ready, long confirmedAt, boolean byLastLevel) {
  /** Objects, key and Caffeine's own, about. */
  private static final int OVERHEAD = 420;

  @Nullable StoredView view() {
    return ready == null ? null : ready.view();
  }

  /** With the compressed body, which comes with the first read that asks for it. */
  int bytes() {
    if (ready == null) {
      return OVERHEAD;
    }
    int body = ready.view().body().length;
    return OVERHEAD + body + (ready.compresses() ? body / 2 : 0);
  }
}
