package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Reads views by key: one level, or several behind each other. Gone views are answers like any
 * other. Errors: {@link StoreUnavailable}, and {@link UnreadableView} from the last level.
 */
public interface ViewReader {
  /**
   * @param atLeast a level that holds an older sequence looks further down; what comes back may
   *     still be older, when no level has a newer one. 0 takes what is nearest.
   * @return empty when no level knows the key
   */
  Mono<FoundView> read(ViewKey key, long atLeast);

  default Mono<FoundView> read(ViewKey key) {
    return read(key, 0);
  }

  /**
   * Those that are known and readable, by their keys; {@code keys} holds at most {@code
   * Limits.BATCH}. Never an {@link UnreadableView}.
   */
  Mono<Map<ViewKey, FoundView>> readAll(Set<ViewKey> keys);
}
