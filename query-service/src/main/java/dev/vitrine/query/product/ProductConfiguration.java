package dev.vitrine.query.product;

import dev.vitrine.query.http.NettyAnswers;
import dev.vitrine.query.http.Problems;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ViewReader;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WaitSettings.class)
class ProductConfiguration {
  @Bean
  Products products(ViewReader views, JsonMapper json) {
    return new Products(views, json);
  }

  @Bean
  PlainReads plainReads(
      ViewReader views,
      Products products,
      Problems problems,
      MeterRegistry meters,
      ReadMetrics metrics) {
    var answers = new NettyAnswers("/v1/products/{id}", problems, meters);
    return new PlainReads(views, products, answers, metrics);
  }

  /** One for all, since it bounds how many wait. */
  @Bean
  VersionWait versionWait(WaitSettings settings) {
    return new VersionWait(settings);
  }

  @Bean
  RouterFunction<ServerResponse> productRoutes(
      Products products, VersionWait wait, JsonMapper json) {
    return new ProductRoutes(products, wait).routes().and(new BatchRoutes(products, json).routes());
  }
}
