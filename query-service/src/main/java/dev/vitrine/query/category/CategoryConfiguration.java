package dev.vitrine.query.category;

import dev.vitrine.query.product.VersionWait;
import dev.vitrine.query.view.ViewReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class CategoryConfiguration {
  @Bean
  Categories categories(ViewReader views, JsonMapper json) {
    return new Categories(views, json);
  }

  @Bean
  RouterFunction<ServerResponse> categoryRoutes(
      Categories categories, VersionWait wait, JsonMapper json) {
    return new CategoryRoutes(categories, wait, json).routes();
  }
}
