package dev.vitrine.connectors.view;

import dev.vitrine.connectors.view.Mapping.Mapped;
import dev.vitrine.connectors.view.Mapping.Unreadable;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.tracing.Spans;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sink task does with a batch, whatever the store.
 *
 * <p>{@link #put} returns only when every record of the batch is stored, known to be stale, skipped
 * or set aside, so Connect never commits the offset of anything else. After a {@link
 * RetriableException} Connect hands the same batch over again; what was settled is remembered and
 * not written twice.
 */
public final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final SinkTaskContext context;
  private final ViewWriter writer;
  private final InstantSource clock;
  private final Retries retries;
  private final DeliveryMetrics metrics;
  private final @Nullable ErrantRecordReporter deadLetters;
  private final Spans spans;
  private final String name;
  private final Map<String, ViewVersion> settled = new HashMap<>();
  private boolean prepared;

  /**
   * @param name of the connector, for spans
   */
  public Delivery(
      SinkTaskContext context,
      ViewWriter writer,
      RetryConfig retries,
      InstantSource clock,
      Spans spans,
      String name) {
    this.spans = spans;
    this.name = name;
    this.context = context;
    this.writer = writer;
    this.clock = clock;
    this.retries = new Retries(retries.first(), retries.longest(), retries.total());
    this.metrics = new DeliveryMetrics(context.pluginMetrics());
    this.deadLetters = context.errantRecordReporter();
  }

  /** Prepares the store if it is there. A store that is away is no reason not to start. */
  public void start() {
    try {
      prepare();
    } catch (RetriableException e) {
      LOG.warn("The store is not ready yet, will try again: {}", e.getMessage());
    }
  }

  public void put(Collection<SinkRecord> records) {
    Instant began = clock.instant();
    try {
      prepare();
    } catch (RetriableException e) {
      throw retry(e);
    }
    if (records.isEmpty()) {
      return;
    }
    LatestPerKey latest = new LatestPerKey();
    List<DeadLetter> aside = new ArrayList<>();
    for (SinkRecord record : records) {
      switch (RecordMapper.map(record)) {
        case Mapped(ViewWrite write) -> latest.add(write);
        case Unreadable(String why) -> aside.add(new DeadLetter(record, why));
      }
    }
    Throwable transientCause = null;
    for (Fated fated : writer.write(unsettled(latest.writes()))) {
      ViewWrite write = fated.write();
      switch (fated.fate()) {
        case Fate.Stored _ -> {
          settle(write);
          stored(write);
          trace(write, began, "written");
        }
        case Fate.Stale _ -> {
          settle(write);
          metrics.stale();
          trace(write, began, "stale");
        }
        case Fate.Skipped _ -> {
          settle(write);
          metrics.skipped();
        }
        case Fate.Poison(String why) -> aside.add(new DeadLetter(write.source(), why));
        case Fate.Transient(Throwable cause) -> transientCause = cause;
        case Fate.Fatal(String why, Throwable cause) -> throw new ConnectException(why, cause);
      }
    }
    if (transientCause != null) {
      throw retry(transientCause);
    }
    aside.forEach(this::setAside);
    metrics.superseded(latest.superseded());
    metrics.putTook(Duration.between(began, clock.instant()));
    settled.clear();
    retries.succeeded();
  }

  /** Forgets the batch that was being tried: its partitions may be another task's now. */
  public void forgetBatch() {
    settled.clear();
  }

  @Override
  public void close() {
    spans.close();
    writer.close();
  }

  private void prepare() {
    if (!prepared) {
      writer.prepare();
      prepared = true;
      retries.succeeded();
    }
  }

  private List<ViewWrite> unsettled(Collection<ViewWrite> writes) {
    return writes.stream()
        .filter(write -> !write.view().version().equals(settled.get(write.key().text())))
        .toList();
  }

  private void settle(ViewWrite write) {
    settled.put(write.key().text(), write.view().version());
  }

  private void stored(ViewWrite write) {
    metrics.stored();
    if (write.changedAt() != null) {
      metrics.lag(Duration.between(write.changedAt(), clock.instant()));
    }
  }

  /** One span per view of a trace that is recorded, from its batch to the store's answer. */
  private void trace(ViewWrite write, Instant began, String outcome) {
    String traceparent = spans == Spans.NONE ? null : RecordMapper.traceparent(write.source());
    if (spans.recorded(traceparent)) {
      spans
          .begin(Spans.Kind.CONSUMER, "sink", traceparent, began)
          .with("vitrine.connector", name)
          .with("vitrine.key", write.key().text())
          .with("vitrine.sequence", Long.toString(write.view().version().sequence()))
          .with("vitrine.outcome", outcome)
          .end(clock.instant());
    }
  }

  private ConnectException retry(Throwable cause) {
    Duration pause = retries.failed(clock.instant());
    if (pause == null) {
      return new ConnectException(
          "The store has failed for more than " + retries.total() + ", giving up: " + cause, cause);
    }
    LOG.warn("Will try again in {} ms: {}", pause.toMillis(), cause.toString());
    metrics.retry();
    context.timeout(pause.toMillis());
    return new RetriableException(cause);
  }

  private void setAside(DeadLetter letter) {
    SinkRecord record = letter.record();
    String where = record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset();
    DataException reason = new DataException(where + ": " + letter.why());
    if (deadLetters == null) {
      throw new ConnectException(
          "A record cannot be stored and there is no dead letter queue"
              + " (set errors.tolerance=all and errors.deadletterqueue.topic.name)",
          reason);
    }
    LOG.atError()
        .addKeyValue("product", RecordMapper.product(record))
        .addKeyValue("traceId", RecordMapper.traceId(record))
        .log("Set aside {}", reason.getMessage());
    metrics.poison();
    // Connect waits for the dead letter's acknowledgement before it commits the record's offset.
    var _ = deadLetters.report(record, reason);
  }

  private record DeadLetter(SinkRecord record, String why) {}
}
