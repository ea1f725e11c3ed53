package dev.vitrine.command.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** All methods of one path. Others are answered with 405 and {@code Allow}. */
public final class Resource {
  private final String path;
  private final Map<HttpMethod, HandlerFunction<ServerResponse>> handlers = new LinkedHashMap<>();

  private Resource(String path) {
    this.path = path;
  }

  /**
   * @param path a pattern such as {@code /v1/products/{id}}
   */
  public static Resource at(String path) {
    return new Resource(path);
  }

  public Resource get(HandlerFunction<ServerResponse> handler) {
    handlers.put(HttpMethod.GET, handler);
    handlers.put(HttpMethod.HEAD, handler);
    return this;
  }

  public Resource post(HandlerFunction<ServerResponse> handler) {
    handlers.put(HttpMethod.POST, handler);
    return this;
  }

  public RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder routes = RouterFunctions.route();
    handlers.forEach(
        (method, handler) ->
            routes.route(
                RequestPredicates.method(method).and(RequestPredicates.path(path)),
                request -> Mono.defer(() -> handler.handle(request))));
    return routes.route(RequestPredicates.path(path), this::refuse).build();
  }

  private Mono<ServerResponse> refuse(ServerRequest request) {
    String allowed =
        String.join(", ", new TreeSet<>(handlers.keySet().stream().map(HttpMethod::name).toList()));
    return Mono.error(
        new ProblemException(
            Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path knows " + allowed + ".")
                .withHeader("Allow", allowed)));
  }
}
