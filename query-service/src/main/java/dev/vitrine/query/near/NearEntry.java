package dev.vitrine.query.near;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.query.view.ReadyView;
import org.jspecify.annotations.Nullable;

/**
 * What the near cache holds under a key.
 *
 * @param ready null when there was nothing under the key
 * @param confirmedAt {@code System.nanoTime()} when a store or the topic said so
 * @param lookedAt {@code System.nanoTime()} when the store below which there is none last had
 *     nothing newer; null when it was not asked
 */
record NearEntry(@Nullable ReadyView ready, long confirmedAt, @Nullable Long lookedAt) {
  /** Objects, key and Caffeine's own, about. */
  private static final int OVERHEAD = 420;

  NearEntry looked(long at) {
    return new NearEntry(ready, confirmedAt, at);
  }

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
