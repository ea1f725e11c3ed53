package dev.vitrine.query.near;

import dev.vitrine.query.redis.RedisSettings;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.Gathered;
import dev.vitrine.query.view.GuardedStore;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.ViewCache;
import dev.vitrine.query.view.ViewListener;
import dev.vitrine.query.view.ViewStore;
import dev.vitrine.tracing.Spans;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NearSettings.class)
class NearConfiguration {
  /** Few, and so larger: a call of its own for each read costs Redis and this process more. */
  private static final int REDIS_CALLS_OF_A_THREAD = 1;

  private static final int DYNAMO_CALLS = 32;
  private static final int MAX_WAITING = 4_096;

  /** The topic tells of a change some milliseconds before the Redis sink has brought it. */
  private static final Duration WHILE_BEHIND = Duration.ofMillis(20);

  @Bean
  Floors floors(NearSettings settings, MeterRegistry meters) {
    Floors floors = new Floors(settings.floors(), new SecureRandom());
    Gauge.builder("vitrine.floors", floors, Floors::size)
        .description("Keys of which a store may still hold an older view than this replica knows")
        .register(meters);
    return floors;
  }

  @Bean
  InitializingBean holdOutlivesFills(NearSettings settings, RedisSettings redis) {
    return () -> {
      Duration longest =
          redis.fillTtl().multipliedBy(11).dividedBy(10).plus(CachedViews.LONGEST_FILL);
      if (settings.hold().compareTo(longest) < 0) {
        throw new IllegalArgumentException(
            "vitrine.near.hold (%s) must be at least %s, 1.1 times vitrine.redis.fill-ttl and 20 s"
                .formatted(settings.hold(), longest));
      }
    };
  }

  @Bean
  NearCache nearCache(NearSettings settings, Floors floors) {
    return new NearCache(settings.bytes().toBytes(), floors);
  }

  @Bean
  Freshness freshness(
      NearSettings settings,
      Floors floors,
      NearCache near,
      ViewListener listener,
      Spans spans,
      MeterRegistry meters) {
    String bootstrapServers = settings.bootstrapServers();
    if (bootstrapServers == null) {
      LoggerFactory.getLogger(NearConfiguration.class)
          .warn(
              "vitrine.near.bootstrap-servers is not set: this replica does not hear of changes and"
                  + " does not know what it answered before its start");
      return Freshness.NONE;
    }
    TopicFreshness freshness =
        new TopicFreshness(
            bootstrapServers,
            settings,
            floors,
            near,
            listener,
            new Arrivals(spans, meters, InstantSource.system()));
    Gauge.builder(
            "vitrine.near.age", freshness, known -> (System.nanoTime() - known.currentAsOf()) / 1e9)
        .description("Time since the views topic was last known to be read to its end")
        .baseUnit("seconds")
        .register(meters);
    return freshness;
  }

  @Bean
  NearViews nearViews(
      NearCache near,
      Floors floors,
      Freshness freshness,
      @Qualifier("redisViews") ViewCache redis,
      @Qualifier("dynamoViews") ViewStore dynamo,
      CircuitBreakerRegistry breakers,
      NearSettings settings,
      ReadMetrics metrics) {
    CachedViews stores =
        new CachedViews(
            Gathered.byThread(
                guarded(redis, Source.REDIS, breakers),
                Source.REDIS,
                REDIS_CALLS_OF_A_THREAD,
                MAX_WAITING),
            Gathered.overThreads(
                guarded(dynamo, Source.DYNAMODB, breakers),
                Source.DYNAMODB,
                DYNAMO_CALLS,
                MAX_WAITING),
            redis::fill,
            System::nanoTime);
    return new NearViews(
        near, floors, stores, freshness, settings, metrics, WHILE_BEHIND, System::nanoTime);
  }

  /** The breaker outside of the gathering would count reads; what fails or not is a call. */
  private static ViewStore guarded(
      ViewStore store, Source source, CircuitBreakerRegistry breakers) {
    return new GuardedStore(store, source, breakers.circuitBreaker(source.text()));
  }

  /** Open when half of the last twenty calls failed, for a second; then a few calls try. */
  @Bean
  CircuitBreakerRegistry circuitBreakers(MeterRegistry meters) {
    CircuitBreakerRegistry breakers =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(1))
                .permittedNumberOfCallsInHalfOpenState(3)
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(5))
                .recordExceptions(StoreUnavailable.class)
                .build());
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    return breakers;
  }

  /** Told, and no part of readiness: a store that all share is away for every replica. */
  @Bean
  HealthIndicator storesHealthIndicator(CircuitBreakerRegistry breakers) {
    return () -> {
      Health.Builder health = Health.up();
      breakers
          .getAllCircuitBreakers()
          .forEach(one -> health.withDetail(one.getName() + "Breaker", one.getState().name()));
      return health.build();
    };
  }

  /** Part of readiness: before, this replica could answer with less than in an earlier life. */
  @Bean
  HealthIndicator viewsHealthIndicator(Freshness freshness) {
    return () ->
        freshness.isReady()
            ? Health.up().build()
            : Health.outOfService()
                .withDetail("reason", "reads the views topic to its end first")
                .build();
  }
}
