package dev.vitrine.query.http;

import dev.vitrine.contract.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Says what is wrong with a URI that is none; Spring would answer it before any of our handlers. So
 * it is with a {@code ;} in the path, which a URI may hold: Spring takes what follows as a
 * parameter of the segment and drops it, and {@code /v1/skus/A;B} would be answered with the SKU
 * {@code A}.
 *
 * <p>No bean of type NettyRouteProvider, which a management server would take too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10) // before other routes below WebFlux, which parse the URI
class MalformedUris implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
  private static final Problem MALFORMED =
      Problem.of(
          ProblemType.MALFORMED_URI,
          "The URI is malformed; what is not a letter, digit, '-', '.', '_' or '~' is to be"
              + " percent-encoded.");
  private static final Problem SEMICOLON =
      Problem.of(ProblemType.MALFORMED_URI, "A ';' in the path is to be percent-encoded as %3B.");

  private final Problems problems;

  MalformedUris(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void customize(NettyReactiveWebServerFactory server) {
    server.addRouteProviders(this::refusals);
  }

  private HttpServerRoutes refusals(HttpServerRoutes routes) {
    return refused(
        refused(routes, MALFORMED, request -> !isPlain(request.uri()) && path(request) == null),
        SEMICOLON,
        request -> {
          String path = isPlain(request.uri()) ? null : path(request);
          return path != null && path.indexOf(';') >= 0;
        });
  }

  private HttpServerRoutes refused(
      HttpServerRoutes routes, Problem problem, Predicate<HttpServerRequest> when) {
    byte[] body = problems.bytes(problem);
    return routes.route(
        when,
        (_, response) -> {
          ReadHeaders.always(response.responseHeaders()::set);
          return response
              .status(problem.status().value())
              .header("Cache-Control", ReadHeaders.CACHE_CONTROL)
              .header("Content-Type", "application/problem+json")
              .header("Content-Length", Integer.toString(body.length))
              .sendByteArray(Mono.just(body));
        });
  }

  /** Whether it holds only what no URI can be malformed by: nearly all do, and need no parsing. */
  private static boolean isPlain(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (!Limits.isIdCharacter(c) && "/?&=,".indexOf(c) < 0) {
        return false;
      }
    }
    return uri.startsWith("/") && !uri.startsWith("//");
  }

  /** As it was sent; null when it cannot be told. */
  private static @Nullable String path(HttpServerRequest request) {
    try {
      return new URI(request.uri()).getRawPath();
    } catch (URISyntaxException malformed) {
      return null;
    }
  }
}
