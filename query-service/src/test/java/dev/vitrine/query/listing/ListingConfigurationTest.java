package dev.vitrine.query.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.listing.ListingIndex.Entries;
import dev.vitrine.query.view.StoreUnavailable;
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
  void a_listing_is_spared_a_store_that_does_not_answer_reads() {
    breakers.circuitBreaker("dynamodb").transitionToOpenState();
    StepVerifier.create(entries()).verifyError(StoreUnavailable.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void a_listing_asks_a_store_that_answers() {
    StepVerifier.create(entries()).expectNextCount(1).verifyComplete();
    assertThat(asked).hasValue(1);
  }
}
