package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One level: what a store has under a key. Gone views are answers like any other. Errors: {@link
 * StoreUnavailable}.
 */
public interface ViewStore {
  /**
   * What a store has under several keys.
   *
   * @param found by their keys; what is in none of the three is not there
   * @param unreadable what no sink can have written; the last level only
   * @param unavailable what could not be had now, while other keys could
   */
  record Views(Map<ViewKey, FoundView> found, Set<ViewKey> unreadable, Set<ViewKey> unavailable) {
    public static final Views NONE = new Views(Map.of(), Set.of(), Set.of());

    /** Whether what failed so is unavailable: it may be had later. */
    public static boolean isUnavailable(@Nullable Throwable failure) {
      return failure instanceof StoreUnavailable || failure instanceof StoresBehind;
    }
  }

  /**
   * @return empty when the store does not know the key; {@link UnreadableView} from the last level
   */
  Mono<FoundView> read(ViewKey key);

  /**
   * @param keys at most {@code Limits.BATCH}
   */
  Mono<Views> readAll(Set<ViewKey> keys);
}
