package dev.vitrine.query.http;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Routes that can only be read. */
public final class ReadRoutes {
  private ReadRoutes() {}

  /** Answers GET and HEAD, and any other method with a 405 that names those. */
  public static RouterFunction<ServerResponse> at(
      String pattern, HandlerFunction<ServerResponse> handler) {
    return RouterFunctions.route()
        .route(
            RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)
                .and(RequestPredicates.path(pattern)),
            handler)
        .route(
            RequestPredicates.path(pattern),
            request ->
                Mono.error(
                    () ->
                        Problem.of(
                                ProblemType.METHOD_NOT_ALLOWED,
                                request.method() + " is not possible here.")
                            .with("Allow", "GET, HEAD")
                            .exception()))
        .build();
  }
}
