package dev.vitrine.tracing;

import dev.vitrine.contract.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans in batches from a thread of its own. What a slow collector leaves behind is bounded:
 * 2,048 spans wait, further ones are dropped, an export takes 5 s at most.
 */
final class OtlpSpans implements Spans {
  private static final Duration EXPORT = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  OtlpSpans(String endpoint, String service, double ratio) {
    String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(AttributeKey.stringKey("service.name"), service))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder()
                            .setEndpoint(base + "/v1/traces")
                            .setTimeout(EXPORT)
                            .build())
                    .setScheduleDelay(EVERY)
                    .setExporterTimeout(EXPORT)
                    .build())
            .build();
    tracer = provider.get("dev.vitrine");
  }

  /** The last digit of the flags; whoever wrote the rest is asked when a span begins. */
  @Override
  public boolean recorded(@Nullable String parent) {
    return parent != null
        && !parent.isEmpty()
        && (Character.digit(parent.charAt(parent.length() - 1), 16) & 1) == 1;
  }

  @Override
  public Span begin(Kind kind, String name, @Nullable String parent, Instant at) {
    io.opentelemetry.api.trace.Span span =
        tracer
            .spanBuilder(name)
            .setParent(TraceContext.parse(parent).map(OtlpSpans::context).orElse(Context.root()))
            .setSpanKind(
                switch (kind) {
                  case SERVER -> SpanKind.SERVER;
                  case CONSUMER -> SpanKind.CONSUMER;
                  case INTERNAL -> SpanKind.INTERNAL;
                })
            .setStartTimestamp(at)
            .startSpan();
    return span.isRecording() ? new Recorded(span) : new NoSpans.Unrecorded(parent);
  }

  private static Context context(TraceContext parent) {
    return Context.root()
        .with(
            io.opentelemetry.api.trace.Span.wrap(
                SpanContext.createFromRemoteParent(
                    parent.traceId(),
                    parent.spanId(),
                    parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                    TraceState.getDefault())));
  }

  @Override
  public void close() {
    provider.shutdown().join(EXPORT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {
    @Override
    public String traceparent() {
      SpanContext context = span.getSpanContext();
      return new TraceContext(context.getTraceId(), context.getSpanId(), true).text();
    }

    @Override
    public Span with(String attribute, String value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public Span failed(String why) {
      span.setStatus(StatusCode.ERROR, why);
      return this;
    }

    @Override
    public void end(Instant at) {
      span.end(at);
    }
  }
}
