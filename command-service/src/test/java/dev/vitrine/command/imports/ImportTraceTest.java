package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.vitrine.contract.TraceContext;
import dev.vitrine.engines.OtlpCollector;
import dev.vitrine.engines.Postgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class ImportTraceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String CALLER = "b7ad6b7169203331";

  private OtlpCollector collector;
  private Postgres postgres;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    collector = OtlpCollector.start();
    postgres = Postgres.start(folder);
    service =
        Service.start(
            postgres,
            folder,
            "vitrine.imports.chunk-rows=2",
            "vitrine.imports.poll=1h",
            "vitrine.tracing.endpoint=" + collector.endpoint(),
            "vitrine.tracing.ratio=1");
  }

  @AfterAll
  void stop() {
    service.close();
    postgres.close();
    collector.close();
  }

  @Test
  void each_chunk_is_a_span_under_the_upload_and_its_events_record_nothing_further() {
    String trace = "4af7651916cd43dd8448eb211c80319c";
    String id =
        upload(
            traceparent(trace, "01"),
            """
            {"id":"traced-1","name":"A"}
            {"id":"traced-2","name":"B"}
            {"id":"traced-3"}
            {"id":"traced-4","name":"D"}
            {"id":"traced-5","name":"E"}
            """);
    assertThat(service.finished(id).path("state").asString()).isEqualTo("done");

    List<OtlpCollector.Span> spans = spans(trace, 4);
    OtlpCollector.Span upload =
        spans.stream()
            .filter(span -> span.name().equals("POST /v1/imports"))
            .findFirst()
            .orElseThrow();
    assertThat(upload.parentId()).isEqualTo(CALLER);
    assertThat(upload.attributes()).containsEntry("http.response.status_code", "202");
    List<OtlpCollector.Span> chunks =
        spans.stream().filter(span -> span.name().equals("import-chunk")).toList();
    assertThat(chunks)
        .hasSize(3)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.parentId()).isEqualTo(upload.spanId());
              assertThat(chunk.attributes()).containsEntry("vitrine.import", id);
              assertThat(chunk.failed()).isFalse();
            });
    assertThat(chunks)
        .extracting(
            chunk -> chunk.attributes().get("vitrine.rows"),
            chunk -> chunk.attributes().get("vitrine.accepted"),
            chunk -> chunk.attributes().get("vitrine.rejected"))
        .containsExactlyInAnyOrder(
            tuple("2", "2", "0"), tuple("2", "1", "1"), tuple("1", "1", "0"));

    List<TraceContext> stored =
        service
            .jdbc()
            .queryForList(
                "SELECT traceparent FROM domain_event_entry WHERE aggregate_identifier LIKE"
                    + " 'product:traced-%'",
                String.class)
            .stream()
            .map(text -> TraceContext.parse(text).orElseThrow())
            .toList();
    assertThat(stored)
        .hasSize(4)
        .allSatisfy(
            context -> {
              assertThat(context.traceId()).isEqualTo(trace);
              assertThat(context.sampled()).isFalse();
            })
        .extracting(TraceContext::spanId)
        .isSubsetOf(chunks.stream().map(OtlpCollector.Span::spanId).toList());
  }

  @Test
  void a_chunk_that_fails_is_a_failed_span() {
    service.bean(ImportWorker.class).stop();
    try {
      String trace = "5af7651916cd43dd8448eb211c80319c";
      String id = upload(traceparent(trace, "01"), "{\"id\":\"lost\",\"name\":\"A\"}");
      ImportLease.Leased job = service.bean(ImportLease.class).next().orElseThrow();
      service.jdbc().update("UPDATE import_job SET leased_by = 'another' WHERE id = ?", id);
      assertThatThrownBy(() -> service.bean(ImportRun.class).run(job, () -> false))
          .isInstanceOf(ChunkCommit.LeaseLost.class);
      assertThat(spans(trace, 2))
          .filteredOn(span -> span.name().equals("import-chunk"))
          .singleElement()
          .satisfies(
              chunk -> {
                assertThat(chunk.failed()).isTrue();
                assertThat(chunk.attributes()).doesNotContainKey("vitrine.accepted");
              });
      service.jdbc().update("UPDATE import_job SET state = 'failed' WHERE id = ?", id);
    } finally {
      service.bean(ImportWorker.class).start();
    }
  }

  @Test
  void an_upload_that_its_caller_does_not_record_has_no_spans() {
    String silent = "6af7651916cd43dd8448eb211c80319c";
    service.finished(upload(traceparent(silent, "00"), "{\"id\":\"silent\",\"name\":\"A\"}"));
    assertThat(
            service
                .jdbc()
                .queryForObject(
                    "SELECT traceparent FROM domain_event_entry WHERE aggregate_identifier ="
                        + " 'product:silent'",
                    String.class))
        .isEqualTo(traceparent(silent, "00"));
    String loud = "7af7651916cd43dd8448eb211c80319c";
    service.finished(upload(traceparent(loud, "01"), "{\"id\":\"loud\",\"name\":\"A\"}"));
    spans(loud, 2);
    assertThat(collector.spans()).noneMatch(span -> span.traceId().equals(silent));
  }

  private String upload(String traceparent, String rows) {
    Service.Answer accepted =
        service.upload(
            "format=jsonl", rows.getBytes(StandardCharsets.UTF_8), "traceparent", traceparent);
    assertThat(accepted.status()).isEqualTo(202);
    return accepted.text("id");
  }

  private static String traceparent(String trace, String flags) {
    return "00-" + trace + "-" + CALLER + "-" + flags;
  }

  private List<OtlpCollector.Span> spans(String trace, int count) {
    return collector
        .await(
            all -> all.stream().filter(span -> span.traceId().equals(trace)).count() >= count, SOON)
        .stream()
        .filter(span -> span.traceId().equals(trace))
        .toList();
  }
}
