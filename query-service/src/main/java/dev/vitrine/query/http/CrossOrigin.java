package dev.vitrine.query.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * A storefront's page may read from anywhere: everything here is public and nothing takes a cookie.
 */
@Configuration(proxyBeanMethods = false)
class CrossOrigin implements WebFluxConfigurer {
  @Override
  public void addCorsMappings(CorsRegistry registry) {
    registry
        .addMapping("/v1/**")
        .allowedOrigins("*")
        .allowedMethods("GET", "HEAD")
        .allowedHeaders("*")
        .exposedHeaders("ETag", "Retry-After", "Content-Location", Answers.VERSION, Answers.SOURCE)
        .maxAge(3600);
  }
}
