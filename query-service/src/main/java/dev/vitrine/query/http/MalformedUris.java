package dev.vitrine.query.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Says what is wrong with a URI that is none; Spring would answer it before any of our handlers.
 */
@Component
class MalformedUris implements NettyRouteProvider {
  private static final Problem PROBLEM =
      new Problem(
          HttpStatus.BAD_REQUEST,
          "malformed-uri",
          "The request cannot be understood",
          "The URI is malformed; what is not a letter, digit, '-', '.', '_' or '~' is to be"
              + " percent-encoded.",
          Map.of());

  private final byte[] body;

  MalformedUris(Problems problems) {
    body = problems.bytes(PROBLEM);
  }

  @Override
  public HttpServerRoutes apply(HttpServerRoutes routes) {
    return routes.route(
        MalformedUris::isMalformed,
        (request, response) ->
            response
                .status(PROBLEM.status().value())
                .header("Content-Type", "application/problem+json")
                .header("Content-Length", Integer.toString(body.length))
                .sendByteArray(Mono.just(body)));
  }

  private static boolean isMalformed(HttpServerRequest request) {
    try {
      URI uri = new URI(request.uri());
      return uri.getRawPath() == null;
    } catch (URISyntaxException malformed) {
      return true;
    }
  }
}
