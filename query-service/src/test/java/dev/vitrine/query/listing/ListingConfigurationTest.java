package dev.vitrine.query.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.listing.ListingIndex.Entries;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ListingConfigurationTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
  private final ListingIndex guarded =
      ListingConfiguration.guarded(
          (list, slice, limit) ->
              Mono.fromSupplier(
                  () -> {
                    asked.incrementAndGet();
                    return new Entries(List.of(), false);
                  }),
          breakers);

  private Mono<Entries> entries() {
    return guarded.entries("lamps", new ListingOrder.Name().first(), 24);
  }

  @Test
  void a_listing_is_spared_an_index_that_does_not_answer() {
    breakers.circuitBreaker(ListingConfiguration.BREAKER).transitionToOpenState();
    StepVerifier.create(entries()).verifyError(StoreUnavailable.class);
    assertThat(asked).hasValue(0);
  }

  /** Its connections may be taken by pages of large trees while products are answered at once. */
  @Test
  void what_listings_do_not_get_costs_products_nothing() {
    ListingIndex refused =
        ListingConfiguration.guarded(
            (list, slice, limit) -> Mono.error(new StoreUnavailable(Source.DYNAMODB, "full", null)),
            breakers);
    for (int i = 0; i < 200; i++) {
      StepVerifier.create(refused.entries("lamps", new ListingOrder.Name().first(), 24))
          .verifyError(StoreUnavailable.class);
    }
    assertThat(breakers.circuitBreaker(ListingConfiguration.BREAKER).getState())
        .isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(
            breakers.circuitBreaker(Source.DYNAMODB.text()).getMetrics().getNumberOfFailedCalls())
        .isZero();
  }

  @Test
  void a_listing_asks_a_store_that_answers() {
    StepVerifier.create(entries()).expectNextCount(1).verifyComplete();
    assertThat(asked).hasValue(1);
  }
}
