package dev.vitrine.query.near;

import dev.vitrine.query.view.ReadyView;
import org.jspecify.annotations.Nullable;

/**
 * What this replica may answer.
 *
 * @param ready null for that nothing is there
 */
record Near(@Nullable ReadyView ready) {
  static final Near NOTHING = new Near(null);
}
