package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads views by key, through several levels. Gone views are answers like any other. Errors: {@link
 * StoreUnavailable}, and {@link UnreadableView} from the last level.
 */
public interface ViewReader {
  /**
   * @param atLeast a level whose view falls short looks further down; what comes back may still
   *     fall short, when no level has a newer one
   * @return empty when no level knows the key
   */
  Mono<FoundView> read(ViewKey key, AtLeast atLeast);

  /** What can be answered now, without asking anybody; null when that is nothing. Not counted. */
  default @Nullable FoundView atHand(ViewKey key) {
    return null;
  }

  /** What is nearest. */
  default Mono<FoundView> read(ViewKey key) {
    return read(key, AtLeast.ANY);
  }

  /**
   * What is nearest of several. Never an {@link UnreadableView}, and another error only when
   * nothing at all could be had.
   *
   * @param keys at most {@code Limits.BATCH}
   */
  Mono<ViewStore.Views> readAll(Set<ViewKey> keys);
}
