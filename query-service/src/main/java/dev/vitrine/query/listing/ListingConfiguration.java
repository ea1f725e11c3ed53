package dev.vitrine.query.listing;

import dev.vitrine.query.category.Categories;
import dev.vitrine.query.view.ViewReader;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ListingSettings.class)
class ListingConfiguration {
  @Bean
  RouterFunction<ServerResponse> listings(
      ListingIndex index, ViewReader views, Categories categories, ListingSettings settings) {
    return new ListingRoutes(
            new Listings(new MergedIndex(index), views),
            categories,
            settings.currencies(),
            new Cursor(settings.cursorKey()))
        .routes();
  }
}
