package dev.vitrine.query.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.vitrine.query.view.FoundView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The answers of a route, written by the server underneath WebFlux. */
public final class NettyAnswers {
  private static final AsciiString JSON = AsciiString.cached("application/json");
  private static final AsciiString PROBLEM = AsciiString.cached("application/problem+json");

  private final String route;
  private final Problems problems;
  private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();
  private final MeterRegistry meters;

  /**
   * @param route as the metrics of requests name it
   */
  public NettyAnswers(String route, Problems problems, MeterRegistry meters) {
    this.route = route;
    this.problems = problems;
    this.meters = meters;
  }

  /** Under the name and tags that Boot gives the routes' requests, until the answer is made. */
  private void time(int status, long began) {
    timers.computeIfAbsent(status, this::timer).record(System.nanoTime() - began, NANOSECONDS);
  }

  private Timer timer(int status) {
    return Timer.builder("http.server.requests")
        .tag("error", "none")
        .tag("exception", "none")
        .tag("method", "GET")
        .tag("outcome", outcome(status))
        .tag("status", Integer.toString(status))
        .tag("uri", route)
        .register(meters);
  }

  private static String outcome(int status) {
    return switch (status / 100) {
      case 2 -> "SUCCESS";
      case 3 -> "REDIRECTION";
      case 4 -> "CLIENT_ERROR";
      default -> "SERVER_ERROR";
    };
  }

  /** The entity tag under which a view would go out to this request. */
  public static String etag(HttpServerRequest request, FoundView found) {
    return chosen(request, found).etag();
  }

  private static Representation chosen(HttpServerRequest request, FoundView found) {
    return Representation.of(
        found.ready(),
        found.ready().etag(),
        request.requestHeaders().get(HttpHeaderNames.ACCEPT_ENCODING));
  }

  /**
   * A stored body as it is, or compressed for who can read that.
   *
   * @param tag of the one line of {@code If-None-Match}; null when the request has none
   * @param began {@code System.nanoTime()}
   */
  public Mono<Void> stored(
      HttpServerRequest request,
      HttpServerResponse response,
      FoundView found,
      @Nullable String tag,
      long began) {
    Representation chosen = chosen(request, found);
    HttpHeaders headers = response.responseHeaders();
    ReadHeaders.tell(found, chosen, headers::add); // there are none yet that would be replaced
    ReadHeaders.always(headers::add);
    boolean same = chosen.etag().equals(tag);
    time(same ? 304 : 200, began);
    if (same) {
      return response.status(HttpResponseStatus.NOT_MODIFIED).send();
    }
    if (chosen.encoding() != null) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, chosen.encoding());
    }
    return send(response, JSON, chosen.body());
  }

  /** A failure, told as the routes tell it. */
  public Mono<Void> failed(
      HttpServerRequest request, HttpServerResponse response, Throwable failure, long began) {
    Problem problem = Problems.of(failure, request.method().name(), request.uri());
    time(problem.status().value(), began);
    HttpHeaders headers = response.responseHeaders();
    problem.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CACHE_CONTROL, ReadHeaders.CACHE_CONTROL);
    ReadHeaders.always(headers::set);
    response.status(problem.status().value());
    return send(response, PROBLEM, problems.bytes(problem));
  }

  /**
   * Headers of an answer whose body comes bit by bit.
   *
   * @param began {@code System.nanoTime()}
   */
  public Mono<Void> opened(HttpServerResponse response, Map<String, String> headers, long began) {
    time(200, began);
    headers.forEach(response.responseHeaders()::set);
    ReadHeaders.always(response.responseHeaders()::set);
    return response.sendHeaders().then();
  }

  private static Mono<Void> send(HttpServerResponse response, AsciiString type, byte[] body) {
    response
        .responseHeaders()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response.sendObject(Unpooled.wrappedBuffer(body)).then();
  }
}
