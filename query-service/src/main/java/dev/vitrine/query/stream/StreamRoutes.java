package dev.vitrine.query.stream;

import dev.vitrine.contract.Limits;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.stream.ChangeHub.Told;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.databind.json.JsonMapper;

/**
 * New versions of products or of what is in a category: {@code event: version}, {@code data:
 * {"id":…,"version":…,"state":"live|gone"}}; the product itself is a read with {@code minVersion}.
 */
final class StreamRoutes {
  private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
      new ParameterizedTypeReference<>() {};

  /** What a client waits before it comes back. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ChangeHub hub;
  private final JsonMapper json;

  StreamRoutes(ChangeHub hub, JsonMapper json) {
    this.hub = hub;
    this.json = json;
  }

  RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at("/v1/stream", this::stream);
  }

  record Version(String id, long version, String state) {}

  private Mono<ServerResponse> stream(ServerRequest request) {
    Set<Change.Subject> subjects = subjects(request);
    Position from = from(request.headers().firstHeader("Last-Event-ID"));
    if (!hub.hasRoom()) {
      return Mono.error(
          () ->
              Problem.later(
                      ProblemType.TOO_MANY_STREAMS,
                      "Not available right now",
                      "This replica has no room.")
                  .exception());
    }
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .header("Cache-Control", "no-store")
        // For proxies that collect answers before they pass them on.
        .header("X-Accel-Buffering", "no")
        .body(
            BodyInserters.fromProducer(
                hub.listen(subjects, from, cutOff(request)).map(this::event), EVENT));
  }

  /**
   * Closes the connection, in HTTP/2 the stream of the request. An error at the end of the body
   * would wait behind what the client does not read.
   */
  private static Runnable cutOff(ServerRequest request) {
    HttpServerRequest received =
        ServerHttpRequestDecorator.getNativeRequest(request.exchange().getRequest());
    return () ->
        received.withConnection(
            connection -> {
              var _ = connection.channel().close();
            });
  }

  private ServerSentEvent<String> event(Told told) {
    return switch (told) {
      case Told.Listening(Position position) ->
          at(position).comment("listening").retry(RETRY).build();
      case Told.Changed(Change change, Position position) ->
          at(position)
              .event("version")
              .data(
                  json.writeValueAsString(
                      new Version(
                          change.product(), change.version(), change.gone() ? "gone" : "live")))
              .build();
      case Told.Reset(Position position) -> at(position).event("reset").data("{}").build();
      // Without data it is no event to a client, which keeps the id.
      case Told.Here(Position position) -> at(position).comment("").build();
    };
  }

  /** With no id before this replica reads the topic: an empty one would take away the client's. */
  private static ServerSentEvent.Builder<String> at(Position position) {
    ServerSentEvent.Builder<String> event = ServerSentEvent.builder();
    return position.offsets().isEmpty() ? event : event.id(position.text());
  }

  private static Set<Change.Subject> subjects(ServerRequest request) {
    String ids = Parameters.optional(request, "ids");
    String category = Parameters.optional(request, "category");
    if (category != null && ids == null) {
      return Set.of(new Change.Subject.Category(Parameters.id(category)));
    }
    if (category != null || ids == null) {
      throw Problem.invalid(ProblemType.INVALID_PARAMETER, "Either ids or category is needed.")
          .exception();
    }
    Set<Change.Subject> subjects = new LinkedHashSet<>();
    for (String id : ids.split(",", -1)) {
      subjects.add(new Change.Subject.Product(Parameters.id(id)));
    }
    if (subjects.size() > Limits.BATCH) {
      throw Problem.invalid(ProblemType.TOO_MANY_IDS, "At most " + Limits.BATCH + " ids at once.")
          .exception();
    }
    return subjects;
  }

  private static @Nullable Position from(@Nullable String lastEventId) {
    try {
      return lastEventId == null || lastEventId.isEmpty() ? null : Position.parse(lastEventId);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
              ProblemType.INVALID_EVENT_ID, "Last-Event-ID is none that was given here.")
          .exception();
    }
  }
}
