package dev.vitrine.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.TraceContext;
import dev.vitrine.engines.OtlpCollector;
import dev.vitrine.tracing.Spans.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SpansTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final OtlpCollector collector = OtlpCollector.start();

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void a_span_arrives_under_its_parent_and_hands_its_own_context_on() {
    String handedOn;
    try (Spans spans = Spans.to(collector.endpoint(), "vitrine-test", 0)) {
      Spans.Span span = spans.begin(Kind.SERVER, "work", PARENT, NOW).with("color", "red");
      handedOn = span.traceparent();
      span.failed("out of paint").end(NOW.plusMillis(7));
    }
    List<OtlpCollector.Span> arrived = collector.await(1, Duration.ofSeconds(10));
    assertThat(arrived)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.service()).isEqualTo("vitrine-test");
              assertThat(span.name()).isEqualTo("work");
              assertThat(span.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
              assertThat(span.parentId()).isEqualTo("00f067aa0ba902b7");
              assertThat(span.took()).isEqualTo(Duration.ofMillis(7));
              assertThat(span.attributes()).containsEntry("color", "red");
              assertThat(span.failed()).isTrue();
              assertThat(TraceContext.parse(handedOn))
                  .contains(new TraceContext(span.traceId(), span.spanId(), true));
            });
  }

  @Test
  void what_its_sender_does_not_record_is_not_recorded_here_and_goes_on_as_it_came() {
    String unsampled = PARENT.replace("-01", "-00");
    try (Spans spans = Spans.to(collector.endpoint(), "vitrine-test", 1)) {
      assertThat(spans.recorded(unsampled)).isFalse();
      assertThat(spans.recorded(null)).isFalse();
      assertThat(spans.recorded(PARENT)).isTrue();
      Spans.Span span = spans.begin(Kind.CONSUMER, "work", unsampled, NOW);
      assertThat(span.traceparent()).isEqualTo(unsampled);
      span.end(NOW);
    }
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void a_ratio_decides_over_traces_that_begin_here() {
    try (Spans all = Spans.to(collector.endpoint(), "all", 1);
        Spans none = Spans.to(collector.endpoint(), "none", 0)) {
      none.begin(Kind.SERVER, "work", null, NOW).end(NOW);
      all.begin(Kind.SERVER, "work", null, NOW).end(NOW);
    }
    assertThat(collector.spans()).extracting(OtlpCollector.Span::service).containsExactly("all");
  }

  @Test
  void a_collector_that_is_away_holds_nobody_up() {
    collector.close();
    long began = System.nanoTime();
    try (Spans spans = Spans.to(collector.endpoint(), "vitrine-test", 1)) {
      for (int i = 0; i < 10_000; i++) {
        spans.begin(Kind.SERVER, "work", PARENT, NOW).end(NOW);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void without_an_endpoint_the_context_goes_on_as_it_came() {
    try (Spans spans = Spans.to("", "vitrine-test", 1)) {
      assertThat(spans).isSameAs(Spans.NONE);
      assertThat(spans.recorded(PARENT)).isFalse();
      assertThat(spans.begin(Kind.SERVER, "work", PARENT, NOW).traceparent()).isEqualTo(PARENT);
    }
  }
}
