package dev.vitrine.query.product;

import dev.vitrine.query.view.ViewReader;
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
  RouterFunction<ServerResponse> products(ViewReader views, WaitSettings waits, JsonMapper json) {
    Products products = new Products(views, json);
    return new ProductRoutes(products, new VersionWait(waits))
        .routes()
        .and(new BatchRoutes(products, json).routes());
  }
}
