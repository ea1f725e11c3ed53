package dev.vitrine.command.category;

import org.axonframework.config.AggregateConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the aggregate known to Axon. */
@Configuration(proxyBeanMethods = false)
class CategoryConfiguration {
  @Bean
  AggregateConfigurer<CategoryTree> categoryAggregate() {
    return AggregateConfigurer.defaultConfiguration(CategoryTree.class);
  }
}
