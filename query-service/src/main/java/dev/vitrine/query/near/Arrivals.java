package dev.vitrine.query.near;

import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How late this replica hears of changes, and the last span of their traces. */
final class Arrivals {
  private final Spans spans;
  private final InstantSource clock;
  private final Timer lag;

  Arrivals(Spans spans, MeterRegistry meters, InstantSource clock) {
    this.spans = spans;
    this.clock = clock;
    this.lag =
        Timer.builder("vitrine.near.lag")
            .description("From the decision of a product's change to this replica's knowing it")
            .publishPercentileHistogram()
            // A bucket that ends at the objective (observability/rules).
            .serviceLevelObjectives(Duration.ofSeconds(1))
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(meters);
  }

  /** A view that the near cache has just been told of, after its start. */
  void arrived(Headers headers, ViewKey key, ViewVersion version) {
    if (key instanceof ViewKey.Product) { // one view of a change stands for the others
      Instant changed = time(text(headers, ViewHeaders.TIME));
      if (changed != null) {
        lag.record(Duration.between(changed, clock.instant()));
      }
    }
    if (spans == Spans.NONE) {
      return;
    }
    String traceparent = text(headers, ViewHeaders.TRACEPARENT);
    if (spans.recorded(traceparent)) {
      Instant now = clock.instant();
      spans
          .begin(Spans.Kind.CONSUMER, "near-cache", traceparent, now)
          .with("vitrine.key", key.text())
          .with("vitrine.sequence", Long.toString(version.sequence()))
          .end(now);
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null; // nothing else here needs it
    }
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
