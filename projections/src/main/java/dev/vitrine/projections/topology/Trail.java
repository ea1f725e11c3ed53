package dev.vitrine.projections.topology;

import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.tracing.Spans;
import dev.vitrine.tracing.Spans.Kind;
import dev.vitrine.tracing.Spans.Span;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The spans of the relay and of the fold. The relay's is made here, of two times that its record
 * carries: Debezium does not know our traces, and need not do anything for each row.
 */
public final class Trail {
  private final Spans spans;
  private final InstantSource clock;

  public Trail(Spans spans, InstantSource clock) {
    this.spans = spans;
    this.clock = clock;
  }

  /**
   * @param last the commit's last event
   * @param relayed when Debezium read it, in milliseconds
   * @return under what the views go on
   */
  @Nullable String folded(String stream, Sequenced<?> last, long relayed, int views) {
    if (!spans.recorded(last.traceparent())) {
      return last.traceparent();
    }
    Instant decided = Instant.parse(last.time());
    Instant read = Instant.ofEpochMilli(Math.max(relayed, decided.toEpochMilli()));
    Span relay =
        spans
            .begin(Kind.INTERNAL, "relay", last.traceparent(), decided)
            .with("vitrine.stream", stream)
            .with("vitrine.sequence", Long.toString(last.sequence()));
    relay.end(read);
    Span fold =
        spans
            .begin(Kind.CONSUMER, "fold", relay.traceparent(), read)
            .with("vitrine.stream", stream)
            .with("vitrine.sequence", Long.toString(last.sequence()))
            .with("vitrine.views", Integer.toString(views));
    fold.end(clock.instant());
    return fold.traceparent();
  }
}
