package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads views by key, through several levels. Gone views are answers like any other. Errors: {@link
 * StoreUnavailable}, and {@link UnreadableView} from the last level.
 */
public interface ViewReader {
  /**
   * @param enough a level whose view is not looks further down; what comes back may still not be,
   *     when no level has a newer one
   * @return empty when no level knows the key
   */
  Mono<FoundView> read(ViewKey key, Predicate<StoredView> enough);

  /** What can be answered now, without asking anybody; null when that is nothing. */
  default @Nullable FoundView atHand(ViewKey key) {
    return null;
  }

  /** What is nearest. */
  default Mono<FoundView> read(ViewKey key) {
    return read(key, _ -> true);
  }

  /**
   * Those that are known and readable, by their keys; {@code keys} holds at most {@code
   * Limits.BATCH}. Never an {@link UnreadableView}.
   */
  Mono<Map<ViewKey, FoundView>> readAll(Set<ViewKey> keys);
}
