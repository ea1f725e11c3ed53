package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A store behind a circuit breaker: one that does not answer is not waited for by every read, but
 * tried now and then by a few.
 */
public final class GuardedStore implements ViewStore {
  private final ViewStore store;
  private final Source source;
  private final CircuitBreaker breaker;

  /**
   * @param breaker counts {@link StoreUnavailable} as failure
   */
  public GuardedStore(ViewStore store, Source source, CircuitBreaker breaker) {
    this.store = store;
    this.source = source;
    this.breaker = breaker;
  }

  @Override
  public Mono<FoundView> read(ViewKey key) {
    return guard(source, breaker, store.read(key));
  }

  @Override
  public Mono<Views> readAll(Set<ViewKey> keys) {
    return guard(source, breaker, store.readAll(keys));
  }

  /** What else is asked of the same store counts, and is refused, like its reads. */
  public static <T> Mono<T> guard(Source source, CircuitBreaker breaker, Mono<T> read) {
    return read.transform(CircuitBreakerOperator.of(breaker))
        .onErrorMap(
            CallNotPermittedException.class,
            open -> new StoreUnavailable(source, "its circuit breaker is open", open));
  }
}
