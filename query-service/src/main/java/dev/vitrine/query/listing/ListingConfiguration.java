package dev.vitrine.query.listing;

import dev.vitrine.query.category.Categories;
import dev.vitrine.query.view.GuardedStore;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.ViewReader;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ListingSettings.class)
class ListingConfiguration {
  static final String BREAKER = "listings";

  @Bean
  RouterFunction<ServerResponse> listings(
      ListingIndex index,
      CircuitBreakerRegistry breakers,
      ViewReader views,
      Categories categories,
      ListingSettings settings,
      JsonMapper json) {
    return new ListingRoutes(
            new Listings(new MergedIndex(guarded(index, breakers)), views),
            categories,
            settings.currencies(),
            new Cursor(settings.cursorKey()),
            json)
        .routes();
  }

  /**
   * How many are under way is bounded by the connections of their own client and their queue; that
   * these are too few for what is asked says nothing of the products, so the breaker is their own
   * too.
   */
  static ListingIndex guarded(ListingIndex index, CircuitBreakerRegistry breakers) {
    CircuitBreaker breaker = breakers.circuitBreaker(BREAKER);
    return (list, slice, limit) ->
        GuardedStore.guard(Source.DYNAMODB, breaker, index.entries(list, slice, limit));
  }
}
