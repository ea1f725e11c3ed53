package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * A shared cache before the store. A cache that is away is a cache that knows nothing: the store
 * answers, with bounds of its own.
 */
public final class CachedViews {
  /**
   * From the question to the store until its answer may still be put into the cache. Whoever counts
   * on what was filled having expired counts from this.
   */
  public static final Duration LONGEST_FILL = Duration.ofSeconds(20);

  private final ViewStore cache;
  private final ViewStore store;
  private final BiConsumer<ViewKey, StoredView> fill;
  private final LongSupplier clock;

  /**
   * @param fill takes what the store had and the cache had not
   * @param clock of nanoseconds, like {@code System.nanoTime()}
   */
  public CachedViews(
      ViewStore cache, ViewStore store, BiConsumer<ViewKey, StoredView> fill, LongSupplier clock) {
    this.clock = clock;
    this.cache = cache;
    this.store = store;
    this.fill = fill;
  }

  /**
   * @param enough what is not is looked for in the store, and never put into the cache
   * @return the newer of both, which may still not be enough
   */
  public Mono<FoundView> read(ViewKey key, Predicate<FoundView> enough) {
    return cache
        .read(key)
        .onErrorResume(StoreUnavailable.class, away -> Mono.empty())
        .flatMap(
            cached ->
                enough.test(cached)
                    ? Mono.just(cached)
                    : stored(key, enough)
                        .map(stored -> newer(cached, stored))
                        .defaultIfEmpty(cached))
        .switchIfEmpty(Mono.defer(() -> stored(key, enough)));
  }

  /** Past the cache, and without a trace in it. */
  public Mono<FoundView> readStore(ViewKey key) {
    return store.read(key);
  }

  private Mono<FoundView> stored(ViewKey key, Predicate<FoundView> enough) {
    return Mono.defer(
        () -> {
          long asked = clock.getAsLong();
          return store
              .read(key)
              .doOnNext(
                  found -> {
                    if (enough.test(found) && clock.getAsLong() - asked <= LONGEST_FILL.toNanos()) {
                      fill.accept(key, found.view());
                    }
                  });
        });
  }

  private static FoundView newer(FoundView cached, FoundView stored) {
    return cached.view().version().newerThan(stored.view().version()) ? cached : stored;
  }
}
