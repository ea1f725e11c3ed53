package dev.vitrine.query;

import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ViewCache;
import dev.vitrine.query.view.ViewReader;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.DeserializationFeature;

/** The side of the catalog that shoppers see. */
@SpringBootApplication(proxyBeanMethods = false)
public class QueryService {
  public static void main(String[] args) {
    SpringApplication.run(QueryService.class, args);
  }

  /** The levels, nearest first. */
  @Bean
  @Primary
  ViewReader views(
      @Qualifier("redisViews") ViewCache redis, @Qualifier("dynamoViews") ViewReader dynamo) {
    return new CachedViews(redis, dynamo);
  }

  @Bean
  ReadMetrics readMetrics(MeterRegistry registry) {
    return new ReadMetrics(registry);
  }

  @Bean
  JsonMapperBuilderCustomizer wireJson() {
    return builder -> builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }
}
