package dev.vitrine.projections.topology;

import static dev.vitrine.projections.Samples.lamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.TraceContext;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.engines.OtlpCollector;
import dev.vitrine.tracing.Spans;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrailTest {
  private static final TraceContext COMMAND =
      TraceContext.parse(CatalogDriver.TRACEPARENT).orElseThrow();

  @Test
  void relay_and_fold_are_spans_of_the_commands_trace_and_views_go_on_under_the_fold() {
    try (OtlpCollector collector = OtlpCollector.start()) {
      List<TraceContext> goneOn;
      try (Spans spans = Spans.to(collector.endpoint(), "projections", 0);
          CatalogDriver catalog = new CatalogDriver(spans)) {
        catalog.send("product:lamp", 0, lamp("lamp", "lighting"), false);
        catalog.send("product:lamp", 1, new ProductPublished("lamp"), true);
        goneOn =
            catalog.views().stream()
                .map(view -> CatalogDriver.header(view, ViewHeaders.TRACEPARENT))
                .map(text -> TraceContext.parse(text).orElseThrow())
                .distinct()
                .toList();
      }
      List<OtlpCollector.Span> spans = collector.spans();
      assertThat(spans).extracting(OtlpCollector.Span::name).containsExactly("relay", "fold");
      OtlpCollector.Span relay = spans.getFirst();
      OtlpCollector.Span fold = spans.getLast();
      assertThat(relay.parentId()).isEqualTo(COMMAND.spanId());
      assertThat(fold.parentId()).isEqualTo(relay.spanId());
      assertThat(fold.attributes())
          .containsEntry("vitrine.stream", "product:lamp")
          .containsEntry("vitrine.sequence", "1")
          .containsEntry("vitrine.views", "5");
      assertThat(goneOn).containsExactly(new TraceContext(COMMAND.traceId(), fold.spanId(), true));
    }
  }

  @Test
  void without_a_collector_views_go_on_under_the_command() {
    try (CatalogDriver catalog = new CatalogDriver()) {
      catalog.send("product:lamp", 0, lamp("lamp", "lighting"), true);
      assertThat(catalog.views())
          .extracting(view -> CatalogDriver.header(view, ViewHeaders.TRACEPARENT))
          .containsOnly(CatalogDriver.TRACEPARENT);
    }
  }
}
