package dev.vitrine.command.web;

import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.contract.TraceContext;
import dev.vitrine.tracing.Spans;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * A change as a span of its trace: what it stores goes on under it. Lines that are logged meanwhile
 * name the trace and the product.
 */
@Component
final class Traced {
  static final String TRACE_ID = "traceId";
  static final String PRODUCT = "product";

  private static final String STATUS = "http.response.status_code";
  private static final String TRACEPARENT = Traced.class.getName() + ".traceparent";

  private final Spans spans;
  private final InstantSource clock;

  Traced(Spans spans, InstantSource clock) {
    this.spans = spans;
    this.clock = clock;
  }

  /** Runs in the thread of the change, from its beginning to its end. */
  Answer answer(ServerRequest request, ChangeSet by, Function<ChangeSet, Answer> change) {
    Spans.Span span = begin(request, by);
    try (var _ = field(TRACE_ID, traceId(span.traceparent()));
        var _ = field(PRODUCT, product(request.exchange()))) {
      Answer answer = change.apply(by.in(span.traceparent()));
      span.with(STATUS, Integer.toString(answer.status()));
      return answer;
    } catch (RuntimeException failure) {
      failed(span, failure);
      throw failure;
    } finally {
      span.end(clock.instant());
    }
  }

  /** From the first byte to the answer; what was uploaded is worked on after that. */
  Mono<ServerResponse> upload(
      ServerRequest request, ChangeSet by, Function<ChangeSet, Mono<ServerResponse>> accept) {
    return Mono.defer(
        () -> {
          Spans.Span span = begin(request, by);
          return Mono.defer(() -> accept.apply(by.in(span.traceparent())))
              .doOnNext(answer -> span.with(STATUS, Integer.toString(answer.statusCode().value())))
              .doOnError(failure -> failed(span, failure))
              .doFinally(_ -> span.end(clock.instant()));
        });
  }

  private Spans.Span begin(ServerRequest request, ChangeSet by) {
    Spans.Span span =
        spans.begin(
            Spans.Kind.SERVER,
            request.method().name() + " " + route(request.exchange()),
            by.traceparent(),
            clock.instant());
    String product = product(request.exchange());
    if (!product.isEmpty()) {
      span.with("vitrine.product", product);
    }
    String traceparent = span.traceparent();
    if (traceparent != null) {
      request.attributes().put(TRACEPARENT, traceparent);
    }
    return span;
  }

  private static void failed(Spans.Span span, Throwable failure) {
    int status = Faults.problemOf(failure).map(Problem::status).orElse(500);
    span.with(STATUS, Integer.toString(status));
    if (status >= 500) {
      span.failed(failure.toString());
    }
  }

  /** Of the change that an exchange asked for; empty when it has none. */
  static String traceId(ServerWebExchange exchange) {
    String traceparent = exchange.getAttribute(TRACEPARENT);
    return traceId(
        traceparent == null
            ? exchange.getRequest().getHeaders().getFirst("traceparent")
            : traceparent);
  }

  /** Empty when the route names none. */
  static String product(ServerWebExchange exchange) {
    Map<String, String> variables =
        exchange.getAttributeOrDefault(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
    return route(exchange).startsWith("/v1/products/") ? variables.getOrDefault("id", "") : "";
  }

  private static String traceId(@Nullable String traceparent) {
    return TraceContext.parse(traceparent).map(TraceContext::traceId).orElse("");
  }

  /** The template, so that spans of one call have one name; the path where no route is known. */
  private static String route(ServerWebExchange exchange) {
    PathPattern pattern = exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
    return pattern == null ? exchange.getRequest().getPath().value() : pattern.getPatternString();
  }

  private static MDC.@Nullable MDCCloseable field(String name, String value) {
    return value.isEmpty() ? null : MDC.putCloseable(name, value);
  }
}
