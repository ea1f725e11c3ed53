package dev.vitrine.connectors.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.engines.OtlpCollector;
import dev.vitrine.tracing.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final Fate AWAY = new Fate.Transient(new IllegalStateException("away"));
  private static final RetryConfig RETRY =
      new RetryConfig(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(10));

  private final FakeContext context = new FakeContext(true);
  private final FakeStore store = new FakeStore();
  private Instant now = Instant.parse("2026-11-22T00:35:32.123456Z");
  private final Delivery delivery =
      new Delivery(context, store, RETRY, () -> now, Spans.NONE, "test");

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void of_one_key_only_the_newest_view_of_a_batch_is_written_whatever_the_order() {
    delivery.put(List.of(view("lamp", 2), view("chair", 1), view("lamp", 4), view("lamp", 3)));

    assertThat(store.written).containsExactly("product:lamp 4", "product:chair 1");
    assertThat(context.total("written-total")).isEqualTo(2);
    assertThat(context.total("superseded-total")).isEqualTo(2);
  }

  @Test
  void what_the_store_says_of_a_traced_view_is_a_span_under_the_fold() {
    String fold = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    SinkRecord lamp = view("lamp", 2);
    lamp.headers().add(ViewHeaders.TRACEPARENT, Records.bytes(fold), Schema.OPTIONAL_BYTES_SCHEMA);
    SinkRecord chair = view("chair", 1);
    chair
        .headers()
        .add(
            ViewHeaders.TRACEPARENT,
            Records.bytes(fold.replace("-01", "-00")),
            Schema.OPTIONAL_BYTES_SCHEMA);
    try (OtlpCollector collector = OtlpCollector.start()) {
      try (FakeContext own = new FakeContext(true);
          Delivery traced =
              new Delivery(
                  own,
                  store,
                  RETRY,
                  () -> now,
                  Spans.to(collector.endpoint(), "connect", 0),
                  "vitrine-redis-sink")) {
        traced.put(List.of(lamp, chair, view("desk", 1)));
      }
      assertThat(collector.spans())
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.name()).isEqualTo("sink");
                assertThat(span.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
                assertThat(span.parentId()).isEqualTo("00f067aa0ba902b7");
                assertThat(span.attributes())
                    .containsEntry("vitrine.connector", "vitrine-redis-sink")
                    .containsEntry("vitrine.key", "product:lamp")
                    .containsEntry("vitrine.outcome", "written");
              });
    }
  }

  @Test
  void ages_of_stored_views_are_counted_up_to_each_bound() {
    now = Instant.parse("2026-11-22T00:35:31.123456Z").plusMillis(800);
    delivery.put(List.of(view("lamp", 1)));
    now = now.plusSeconds(45);
    delivery.put(List.of(view("chair", 1)));

    assertThat(context.total("lag-count", "0.5")).isZero();
    assertThat(context.total("lag-count", "1")).isEqualTo(1);
    assertThat(context.total("lag-count", "30")).isEqualTo(1);
    assertThat(context.total("lag-count", "60")).isEqualTo(2);
    assertThat(context.total("lag-count", "+Inf")).isEqualTo(2);
    assertThat(context.total("lag-sum-ms")).isEqualTo(46_600);
  }

  @Test
  void an_empty_batch_prepares_the_store_and_writes_nothing() {
    delivery.put(List.of());
    delivery.put(List.of());

    assertThat(store.prepared).isEqualTo(1);
    assertThat(store.written).isEmpty();
  }

  @Test
  void a_store_that_is_away_does_not_keep_the_task_from_starting() {
    store.prepareFails = new RetriableException("away");
    delivery.start();

    assertThatThrownBy(() -> delivery.put(List.of())).isInstanceOf(RetriableException.class);

    store.prepareFails = null;
    delivery.put(List.of(view("lamp", 1)));
    assertThat(store.written).containsExactly("product:lamp 1");
  }

  @Test
  void a_store_that_is_not_ours_stops_the_start() {
    store.prepareFails = new ConnectException("table is missing");

    assertThatThrownBy(delivery::start).hasMessage("table is missing");
  }

  @Test
  void what_failed_for_now_is_tried_again_and_what_was_settled_is_not_written_twice() {
    List<SinkRecord> batch = List.of(view("lamp", 1), view("chair", 1), view("desk", 1));
    store.fate = write -> write.key().text().equals("product:chair") ? AWAY : new Fate.Stored();
    assertThatThrownBy(() -> delivery.put(batch)).isInstanceOf(RetriableException.class);

    store.fate = _ -> new Fate.Stored();
    delivery.put(batch);

    assertThat(store.written)
        .containsExactly("product:lamp 1", "product:chair 1", "product:desk 1", "product:chair 1");
    assertThat(context.total("written-total")).isEqualTo(3);
    assertThat(context.total("retries-total")).isEqualTo(1);
  }

  @Test
  void after_a_rebalance_nothing_counts_as_settled() {
    List<SinkRecord> batch = List.of(view("lamp", 1), view("chair", 1));
    store.fate = write -> write.key().text().equals("product:chair") ? AWAY : new Fate.Stored();
    assertThatThrownBy(() -> delivery.put(batch)).isInstanceOf(RetriableException.class);

    delivery.forgetBatch();
    store.fate = _ -> new Fate.Stored();
    delivery.put(batch);

    assertThat(store.written).hasSize(4);
  }

  @Test
  void pauses_grow_to_their_bound_and_start_anew_after_a_success() {
    store.fate = _ -> AWAY;
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> delivery.put(List.of(view("lamp", 1))))
          .isInstanceOf(RetriableException.class);
    }
    store.fate = _ -> new Fate.Stored();
    delivery.put(List.of(view("lamp", 1)));
    store.fate = _ -> AWAY;
    assertThatThrownBy(() -> delivery.put(List.of(view("lamp", 2))))
        .isInstanceOf(RetriableException.class);

    assertThat(context.timeouts).containsExactly(100L, 200L, 300L, 300L, 100L);
  }

  @Test
  void failures_that_last_longer_than_the_bound_stop_the_task() {
    store.fate = _ -> AWAY;
    assertThatThrownBy(() -> delivery.put(List.of(view("lamp", 1))))
        .isInstanceOf(RetriableException.class);
    now = now.plusSeconds(10);

    assertThatThrownBy(() -> delivery.put(List.of(view("lamp", 1))))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessageContaining("PT10S");
  }

  @Test
  void poison_is_set_aside_with_its_reason_and_the_others_flow_on() {
    SinkRecord unreadable = view("lamp", 1);
    unreadable.headers().remove("vitrine_state");
    store.fate =
        write ->
            write.key().text().equals("product:huge")
                ? new Fate.Poison("too big")
                : new Fate.Stored();

    delivery.put(List.of(unreadable, view("huge", 1), view("chair", 1)));

    assertThat(context.deadLetters)
        .extracting(FakeContext.DeadLetter::why)
        .containsExactly(
            "catalog.views-0@7: header vitrine_state is missing", "catalog.views-0@7: too big");
    assertThat(context.total("poison-total")).isEqualTo(2);
    assertThat(context.total("written-total")).isEqualTo(1);
  }

  @Test
  void poison_of_a_batch_that_is_tried_again_is_set_aside_once() {
    SinkRecord unreadable = view("lamp", 1);
    unreadable.headers().remove("vitrine_state");
    store.fate = _ -> AWAY;
    assertThatThrownBy(() -> delivery.put(List.of(unreadable, view("chair", 1))))
        .isInstanceOf(RetriableException.class);
    store.fate = _ -> new Fate.Stored();
    delivery.put(List.of(unreadable, view("chair", 1)));

    assertThat(context.deadLetters).hasSize(1);
  }

  @Test
  void without_a_dead_letter_queue_poison_stops_the_task() {
    try (FakeContext bare = new FakeContext(false)) {
      Delivery strict = new Delivery(bare, store, RETRY, () -> now, Spans.NONE, "test");
      store.fate = _ -> new Fate.Poison("too big");

      assertThatThrownBy(() -> strict.put(List.of(view("lamp", 1))))
          .isExactlyInstanceOf(ConnectException.class)
          .hasMessageContaining("errors.deadletterqueue.topic.name")
          .rootCause()
          .hasMessageContaining("too big");
    }
  }

  @Test
  void what_can_never_work_stops_the_task() {
    store.fate = _ -> new Fate.Fatal("access denied", new IllegalStateException("denied"));

    assertThatThrownBy(() -> delivery.put(List.of(view("lamp", 1))))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessage("access denied");
  }

  @Test
  void stale_and_skipped_are_counted_and_the_lag_is_the_time_since_the_change() {
    store.fate =
        write ->
            switch (write.key().text()) {
              case "product:old" -> new Fate.Stale();
              case "product:skipped" -> new Fate.Skipped();
              default -> new Fate.Stored();
            };

    delivery.put(List.of(view("old", 1), view("skipped", 1), view("lamp", 1)));

    assertThat(context.total("stale-total")).isEqualTo(1);
    assertThat(context.total("skipped-total")).isEqualTo(1);
    assertThat(context.total("lag-max-ms")).isEqualTo(1_000);
  }

  private static SinkRecord view(String product, long sequence) {
    return Records.live("product:" + product, sequence, "{}");
  }

  private static final class FakeStore implements ViewWriter {
    private final List<String> written = new ArrayList<>();
    private Function<ViewWrite, Fate> fate = _ -> new Fate.Stored();
    private @Nullable ConnectException prepareFails;
    private int prepared;

    @Override
    public void prepare() {
      if (prepareFails != null) {
        throw prepareFails;
      }
      prepared++;
    }

    @Override
    public List<Fated> write(Collection<ViewWrite> writes) {
      return writes.stream()
          .peek(w -> written.add(w.key().text() + " " + w.view().version().sequence()))
          .map(w -> new Fated(w, fate.apply(w)))
          .toList();
    }

    @Override
    public void close() {}
  }
}
