package dev.vitrine.query.stream;

import dev.vitrine.query.http.ReadRoutes;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What is asked of the stream without opening it, which is {@link StreamServer}'s: HEAD. */
final class StreamRoutes {
  static final String PATH = "/v1/stream";

  static final Map<String, String> HEADERS =
      Map.of(
          HttpHeaders.CONTENT_TYPE,
          "text/event-stream",
          HttpHeaders.CACHE_CONTROL,
          "no-store",
          // For proxies that collect answers before they pass them on.
          "X-Accel-Buffering",
          "no");

  private StreamRoutes() {}

  static RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at(PATH, StreamRoutes::headers);
  }

  private static Mono<ServerResponse> headers(ServerRequest request) {
    var _ =
        StreamRequest.of(
            request.queryParams(), request.headers().firstHeader(StreamRequest.LAST_ID));
    return ServerResponse.ok().headers(headers -> HEADERS.forEach(headers::set)).build();
  }
}
