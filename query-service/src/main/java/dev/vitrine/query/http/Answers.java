package dev.vitrine.query.http;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers that hold views. */
public final class Answers {
  public static final String VERSION = "Vitrine-Version";
  public static final String SOURCE = "Vitrine-Source";

  /**
   * Any cache may keep an answer and none may use it unasked: a price that changed is seen at the
   * next look, and asking costs a 304 without a body.
   */
  static final CacheControl CACHE_CONTROL = CacheControl.noCache().cachePublic();

  private static final String CACHE_CONTROL_TEXT = String.valueOf(CACHE_CONTROL.getHeaderValue());

  private Answers() {}

  /** A stored body as it is. */
  public static Mono<ServerResponse> stored(ServerRequest request, FoundView found) {
    StoredView view = found.view();
    return stored(request, found, view.version().etag(), Map.of());
  }

  /**
   * @param etag strong, with its quotes
   * @param headers more of them
   */
  public static Mono<ServerResponse> stored(
      ServerRequest request, FoundView found, String etag, Map<String, String> headers) {
    return tagged(request, found, etag, headers, found.view().body());
  }

  /** A body that depends on nothing but the view and the request's path. */
  public static Mono<ServerResponse> tagged(
      ServerRequest request,
      FoundView found,
      String etag,
      Map<String, String> headers,
      byte[] body) {
    boolean same = EntityTags.match(request.headers().header("If-None-Match"), etag);
    ServerResponse.BodyBuilder answer =
        ServerResponse.status(same ? 304 : 200)
            .header("ETag", etag)
            .header(VERSION, Long.toString(found.view().version().sequence()))
            .header(SOURCE, found.source().text())
            .header("Cache-Control", CACHE_CONTROL_TEXT);
    headers.forEach(answer::header);
    if (found.staleSeconds() > 0) {
      answer
          .header("Age", Long.toString(found.staleSeconds()))
          .header("Warning", "110 vitrine \"Response is Stale\"");
    }
    return same ? answer.build() : answer.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
  }

  /** A body that was put together from several views. */
  public static Mono<ServerResponse> combined(Source source, byte[] body) {
    return ServerResponse.ok()
        .header(SOURCE, source.text())
        .header("Cache-Control", CACHE_CONTROL_TEXT)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body);
  }
}
