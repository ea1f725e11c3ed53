package dev.vitrine.projections.topology;

import dev.vitrine.contract.event.StreamId;
import dev.vitrine.projections.category.CategoryFold;
import dev.vitrine.projections.category.CategoryTree;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.fold.View;
import dev.vitrine.projections.product.ProductFold;
import dev.vitrine.projections.product.ProductState;
import dev.vitrine.projections.topology.Aggregate.Aside;
import dev.vitrine.projections.topology.Incoming.OfCategories;
import dev.vitrine.projections.topology.Incoming.OfProduct;
import dev.vitrine.projections.topology.Incoming.Unreadable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Folds each event into its aggregate and sends on what comes of it. */
final class FoldProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
  /** A view of more is no page of a shop; a record of it passes every topic. */
  static final int BODY_BYTES = 1024 * 1024;

  /** Also holds inside a commit, where no view is made yet. Fits into the changelog. */
  static final int STATE_BYTES = 2 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FoldProcessor.class);

  private final FoldMetrics metrics;
  private final CommitPace pace;
  private final Trail trail;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  private ProcessorContext<byte[], Outgoing> context;

  @SuppressWarnings("NullAway.Init") // likewise
  private KeyValueStore<String, byte[]> aggregates;

  FoldProcessor(FoldMetrics metrics, CommitPace pace, Trail trail) {
    this.metrics = metrics;
    this.pace = pace;
    this.trail = trail;
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> started) {
    context = started;
    aggregates = started.getStateStore(CatalogTopology.AGGREGATES);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Incoming incoming = EventReader.read(record);
    String stream = incoming.stream();
    Aggregate before = stream == null ? null : Aggregate.ofBytes(aggregates.get(stream));
    if (before instanceof Aside(String reason, String detail)) {
      forwardAside(record, Reason.FOLLOWS, reason + ": " + detail);
      return;
    }
    switch (incoming) {
      case OfProduct(String id, var event) ->
          finish(
              record,
              id,
              event,
              ProductFold.fold(product(before), event),
              Aggregate.OfProduct::new);
      case OfCategories(String id, var event) ->
          finish(
              record,
              id,
              event,
              CategoryFold.fold(tree(before), event),
              Aggregate.OfCategories::new);
      case Unreadable(String id, Reason reason, String detail) ->
          setAside(record, id, reason, detail);
    }
  }

  private static @Nullable ProductState product(@Nullable Aggregate before) {
    return switch (before) {
      case null -> null;
      case Aggregate.OfProduct(ProductState state) -> state;
      case Aggregate.OfCategories _, Aside _ -> throw new IllegalStateException("no product");
    };
  }

  private static @Nullable CategoryTree tree(@Nullable Aggregate before) {
    return switch (before) {
      case null -> null;
      case Aggregate.OfCategories(CategoryTree tree) -> tree;
      case Aggregate.OfProduct _, Aside _ -> throw new IllegalStateException("no tree");
    };
  }

  private <S> void finish(
      Record<byte[], byte[]> record,
      String stream,
      Sequenced<?> event,
      Outcome<S> outcome,
      Function<S, Aggregate> aggregate) {
    switch (outcome) {
      case Outcome.Folded<S>(S state, List<View> views) ->
          keep(record, stream, event, aggregate.apply(state), views);
      case Outcome.Repeated<S> _ -> metrics.repeated();
      case Outcome.SetAside<S>(Reason reason, String detail) ->
          setAside(record, stream, reason, detail);
    }
  }

  /** Everything is written out before anything is sent, so that nothing of half a commit leaves. */
  private void keep(
      Record<byte[], byte[]> record,
      String stream,
      Sequenced<?> event,
      Aggregate after,
      List<View> views) {
    byte[] state;
    List<Record<byte[], Outgoing>> out = new ArrayList<>();
    try {
      state = after.toBytes();
      String traceparent =
          event.commitEnd() ? trail.folded(stream, event, record.timestamp(), views.size()) : null;
      for (View view : views) {
        out.add(ViewRecords.of(view, event, record.timestamp(), traceparent));
      }
    } catch (JacksonException e) {
      setAside(record, stream, Reason.IMPOSSIBLE, e.getOriginalMessage());
      return;
    }
    if (state.length > STATE_BYTES) {
      setAside(record, stream, Reason.TOO_LARGE, "a state of " + state.length + " bytes");
      return;
    }
    for (Record<byte[], Outgoing> view : out) {
      if (view.value().size() > BODY_BYTES) {
        setAside(record, stream, Reason.TOO_LARGE, "a view of " + view.value().size() + " bytes");
        return;
      }
    }
    aggregates.put(stream, state);
    out.forEach(context::forward);
    if (event.commitEnd()) {
      metrics.folded(Instant.parse(event.time()), Instant.ofEpochMilli(record.timestamp()));
      if (pace.atOnce(event.time())) {
        context.commit();
      }
    }
  }

  private void setAside(
      Record<byte[], byte[]> record, @Nullable String stream, Reason reason, String detail) {
    if (stream != null) {
      aggregates.put(stream, new Aside(reason.code(), detail).toBytes());
    }
    forwardAside(record, reason, detail);
    LOG.atWarn()
        .addKeyValue("product", stream == null ? "" : StreamId.productId(stream).orElse(""))
        .addKeyValue("traceId", EventReader.traceId(record.headers()))
        .log("Set aside {}: {}: {}", stream, reason.code(), detail);
  }

  private void forwardAside(Record<byte[], byte[]> record, Reason reason, String detail) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    context.forward(SetAsideHeaders.on(record, source, reason, detail));
    metrics.setAside(reason);
  }
}
