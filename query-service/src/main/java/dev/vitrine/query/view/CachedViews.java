package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A cache before another level. A cache that is away is a cache that knows nothing: the level below
 * answers, with bounds of its own.
 */
public final class CachedViews implements ViewReader {
  private final ViewCache cache;
  private final ViewReader below;

  public CachedViews(ViewCache cache, ViewReader below) {
    this.cache = cache;
    this.below = below;
  }

  @Override
  public Mono<FoundView> read(ViewKey key, long atLeast) {
    Mono<FoundView> further =
        Mono.defer(() -> below.read(key, atLeast).doOnNext(found -> cache.fill(key, found.view())));
    return cache
        .read(key, atLeast)
        .onErrorResume(StoreUnavailable.class, away -> Mono.empty())
        .filter(found -> found.view().version().sequence() >= atLeast)
        .switchIfEmpty(further);
  }

  @Override
  public Mono<Map<ViewKey, FoundView>> readAll(Set<ViewKey> keys) {
    return cache
        .readAll(keys)
        .onErrorResume(StoreUnavailable.class, away -> Mono.just(Map.of()))
        .flatMap(cached -> complete(keys, cached));
  }

  private Mono<Map<ViewKey, FoundView>> complete(
      Set<ViewKey> keys, Map<ViewKey, FoundView> cached) {
    if (cached.size() == keys.size()) {
      return Mono.just(cached);
    }
    Set<ViewKey> missing = new HashSet<>(keys);
    missing.removeAll(cached.keySet());
    return below
        .readAll(missing)
        .map(
            found -> {
              found.forEach((key, view) -> cache.fill(key, view.view()));
              Map<ViewKey, FoundView> all = new HashMap<>(cached);
              all.putAll(found);
              return all;
            });
  }
}
