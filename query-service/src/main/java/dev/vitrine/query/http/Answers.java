package dev.vitrine.query.http;

import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers that hold views. */
public final class Answers {
  public static final String VERSION = "Vitrine-Version";
  public static final String SOURCE = "Vitrine-Source";

  private Answers() {}

  /**
   * Headers of what may not be the newest (RFC 7234, section 5.5.1).
   *
   * @return none when it was known to be the newest just now
   */
  public static Map<String, String> staleness(long seconds) {
    return seconds > 0
        ? Map.of("Age", Long.toString(seconds), "Warning", "110 vitrine \"Response is Stale\"")
        : Map.of();
  }

  /** A stored body as it is, or compressed for who can read that. */
  public static Mono<ServerResponse> stored(ServerRequest request, FoundView found) {
    return stored(request, found, found.ready().etag(), Map.of());
  }

  /**
   * @param etag strong, with its quotes
   * @param headers more of them
   */
  public static Mono<ServerResponse> stored(
      ServerRequest request, FoundView found, String etag, Map<String, String> headers) {
    Representation chosen = Representation.of(found.ready(), etag, acceptEncoding(request));
    return ofView(request, found, chosen, headers);
  }

  /** A body that is a part of the view, which the request's path tells, made when it is needed. */
  public static Mono<ServerResponse> derived(
      ServerRequest request, FoundView found, Supplier<byte[]> body) {
    Representation chosen =
        Representation.of(
            body, found.view().body().length, found.ready().etag(), acceptEncoding(request));
    return ofView(request, found, chosen, Map.of());
  }

  private static Mono<ServerResponse> ofView(
      ServerRequest request, FoundView found, Representation chosen, Map<String, String> headers) {
    return tagged(
        request,
        chosen,
        answer -> {
          ReadHeaders.tell(
              found, chosen, (name, value) -> answer.header(name.toString(), value.toString()));
          headers.forEach(answer::header);
        });
  }

  /** A body that was put together from several views. */
  public static Mono<ServerResponse> combined(ServerRequest request, Combined combined) {
    Representation chosen = Representation.of(combined, acceptEncoding(request));
    return tagged(
        request,
        chosen,
        answer ->
            ReadHeaders.tell(
                combined,
                chosen,
                (name, value) -> answer.header(name.toString(), value.toString())));
  }

  private static Mono<ServerResponse> tagged(
      ServerRequest request, Representation chosen, Consumer<ServerResponse.BodyBuilder> headers) {
    boolean same = EntityTags.match(request.headers().header("If-None-Match"), chosen.etag());
    ServerResponse.BodyBuilder answer = ServerResponse.status(same ? 304 : 200);
    headers.accept(answer);
    if (same) {
      return answer.build();
    }
    if (chosen.encoding() != null) {
      answer.header("Content-Encoding", chosen.encoding());
    }
    return answer.contentType(MediaType.APPLICATION_JSON).bodyValue(chosen.body());
  }

  private static @Nullable String acceptEncoding(ServerRequest request) {
    List<String> accepted = request.headers().header("Accept-Encoding");
    return accepted.isEmpty() ? null : String.join(",", accepted);
  }

  /** A body that no view is behind. */
  public static Mono<ServerResponse> none(byte[] body) {
    return ServerResponse.ok()
        .header(SOURCE, Source.DYNAMODB.text())
        .header("Cache-Control", ReadHeaders.CACHE_CONTROL)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body);
  }
}
