package dev.vitrine.command.product;

import org.axonframework.config.AggregateConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the aggregate known to Axon. */
@Configuration(proxyBeanMethods = false)
class ProductConfiguration {
  @Bean
  AggregateConfigurer<Product> productAggregate() {
    return AggregateConfigurer.defaultConfiguration(Product.class);
  }
}
