package dev.vitrine.engines;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Takes spans over OTLP/HTTP (protobuf) and keeps them, for tests. Who uses it has {@code
 * opentelemetry-proto} on its class path.
 */
public final class OtlpCollector implements AutoCloseable {
  /**
   * A span that arrived.
   *
   * @param service {@code service.name} of its resource
   * @param parentId empty for the first of its trace
   */
  public record Span(
      String service,
      String name,
      String traceId,
      String spanId,
      String parentId,
      Duration took,
      Map<String, String> attributes,
      boolean failed) {}

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private OtlpCollector(HttpServer server) {
    this.server = server;
  }

  public static OtlpCollector start() {
    try {
      var collector =
          new OtlpCollector(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      collector.server.createContext("/v1/traces", collector::take);
      collector.server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base URL, for {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Waits for so many. */
  public List<Span> await(int count, Duration bound) {
    return await(arrived -> arrived.size() >= count, bound);
  }

  /**
   * Waits until what has arrived is enough.
   *
   * @throws EngineFailure when it is not in time, with what has arrived
   */
  public List<Span> await(Predicate<List<Span>> enough, Duration bound) {
    long until = System.nanoTime() + bound.toNanos();
    while (!enough.test(spans())) {
      if (System.nanoTime() > until) {
        throw new EngineFailure("not the spans that were waited for: " + spans());
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineFailure("interrupted while waiting for spans");
      }
    }
    return spans();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream sent = exchange.getRequestBody();
        InputStream body =
            "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(sent)
                : sent) {
      for (ResourceSpans of : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
        String service = attributes(of.getResource().getAttributesList()).get("service.name");
        for (ScopeSpans scope : of.getScopeSpansList()) {
          scope.getSpansList().forEach(span -> spans.add(span(String.valueOf(service), span)));
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Span span(String service, io.opentelemetry.proto.trace.v1.Span span) {
    return new Span(
        service,
        span.getName(),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()),
        attributes(span.getAttributesList()),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
  }

  private static Map<String, String> attributes(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(Collectors.toMap(KeyValue::getKey, pair -> pair.getValue().getStringValue()));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
