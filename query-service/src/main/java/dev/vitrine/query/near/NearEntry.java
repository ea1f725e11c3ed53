package dev.vitrine.query.near;

import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import org.jspecify.annotations.Nullable;

/**
 * What the near cache holds under a key.
 *
 * @param kept null when there was nothing under the key
 * @param confirmedAt {@code System.nanoTime()} when a store or the topic said so
 * @param lookedAt {@code System.nanoTime()} when the store below which there is none last had
 *     nothing newer; null when it was not asked
 */
record NearEntry(@Nullable KeptView kept, long confirmedAt, @Nullable Long lookedAt) {
  /** Objects, key and Caffeine's own, about. */
  private static final int OVERHEAD = 420;

  /** Another entry of the same view, which holds it as well. */
  NearEntry looked(@Nullable Long at) {
    if (at == null) {
      return this;
    }
    if (kept != null && !kept.hold()) {
      throw new IllegalStateException("let go of while it is in the cache");
    }
    return new NearEntry(kept, confirmedAt, at);
  }

  @Nullable ViewVersion version() {
    return kept == null ? null : kept.version();
  }

  /** Null when it has left the cache meanwhile. */
  @Nullable Near copy() {
    if (kept == null) {
      return Near.NOTHING;
    }
    ReadyView ready = kept.copy();
    return ready == null ? null : new Near(ready);
  }

  /** With the compressed body, which comes with the first read that asks for it. */
  int bytes() {
    if (kept == null) {
      return OVERHEAD;
    }
    int body = kept.bytes();
    return OVERHEAD + body + (kept.compresses() ? body / 2 : 0);
  }

  void letGo() {
    if (kept != null) {
      kept.letGo();
    }
  }
}
