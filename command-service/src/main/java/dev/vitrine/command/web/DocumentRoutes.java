package dev.vitrine.command.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code /docs}: the API's document, packed in by the build, and a page made of it. */
@Configuration(proxyBeanMethods = false)
class DocumentRoutes {
  private static final MediaType PAGE = MediaType.parseMediaType("text/html;charset=UTF-8");

  @Bean
  RouterFunction<ServerResponse> documentRouter() {
    return Resource.at("/docs")
        .get(_ -> answer("docs/index.html", PAGE))
        .routes()
        .and(
            Resource.at("/docs/openapi.yaml")
                .get(_ -> answer("docs/openapi.yaml", MediaType.APPLICATION_YAML))
                .routes());
  }

  /** Read anew each time, away from the event loop: seldom asked for, not worth its memory. */
  private static Mono<ServerResponse> answer(String file, MediaType type) {
    return Mono.fromCallable(() -> new ClassPathResource(file).getContentAsByteArray())
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            content ->
                ServerResponse.ok()
                    .contentType(type)
                    .header(
                        "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                    .bodyValue(content));
  }
}
