package dev.vitrine.tracing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records what a process did for a trace. Without an endpoint nothing is recorded and no class of
 * OpenTelemetry is loaded; headers are carried on all the same.
 */
public interface Spans extends AutoCloseable {
  /** Records nothing. */
  Spans NONE = new NoSpans();

  /** What a span is to its trace, in OpenTelemetry's words. */
  enum Kind {
    SERVER,
    CONSUMER,
    INTERNAL
  }

  /**
   * @param service name of the process
   * @param endpoint base URL of an OTLP/HTTP collector; null or empty: nothing is recorded
   * @param ratio share of traces that begin here and are recorded, 0 to 1; of a trace that comes
   *     from elsewhere its own flag says
   */
  static Spans to(@Nullable String endpoint, String service, double ratio) {
    return endpoint == null || endpoint.isBlank() ? NONE : new OtlpSpans(endpoint, service, ratio);
  }

  /**
   * Whether a span under this parent would be recorded. Cheap: it is asked for every record.
   *
   * @param parent a {@code traceparent}, null when there is none
   */
  boolean recorded(@Nullable String parent);

  /**
   * Begins a span.
   *
   * @param parent a {@code traceparent}; null begins a trace
   */
  Span begin(Kind kind, String name, @Nullable String parent, Instant at);

  /** Sends what is left, for some seconds at most. */
  @Override
  void close();

  /** A span that has begun. */
  interface Span {
    /** For whoever goes on with this trace: this span's, or the parent's if it is not recorded. */
    @Nullable String traceparent();

    Span with(String attribute, String value);

    /** It did not do what it was to do. */
    Span failed(String why);

    void end(Instant at);
  }
}
