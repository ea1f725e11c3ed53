package dev.vitrine.projections.topology;

import dev.vitrine.contract.Topics;
import dev.vitrine.projections.topology.Outgoing.ToPointers;
import dev.vitrine.projections.topology.Outgoing.ToSetAside;
import dev.vitrine.projections.topology.Outgoing.ToViews;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Events in, views out, in two stages: the fold by aggregate, and the order of pointers by their
 * own key. Names of nodes, stores and internal topics are for ever: state is found again by them.
 */
public final class CatalogTopology {
  /** Aggregate id to {@link Aggregate}. */
  static final String AGGREGATES = "aggregates";

  /** View key of a SKU or slug to its latest pointer. */
  static final String POINTERS = "pointers";

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  /**
   * Small segments, because only closed ones are compacted, and after a crash a store is restored
   * from the whole changelog.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(4 * 1024 * 1024),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(64 * 1024 * 1024));

  private CatalogTopology() {}

  public static void addTo(
      StreamsBuilder builder, FoldMetrics metrics, Trail trail, InstantSource clock) {
    CommitPace pace = new CommitPace(clock);
    KStream<byte[], byte[]> events =
        builder.stream(
            Topics.EVENTS,
            Consumed.with(BYTES, BYTES)
                .withName("events")
                .withTimestampExtractor(new EventTimestamp()));
    KStream<byte[], Outgoing> folded =
        events.process(
            new Stage(AGGREGATES, () -> new FoldProcessor(metrics, pace, trail)), Named.as("fold"));
    send(folded, "fold");
    KStream<byte[], Outgoing> ordered =
        only(ToPointers.class, folded, "fold-pointers")
            .repartition(Repartitioned.with(BYTES, BYTES).withName(POINTERS))
            .process(
                new Stage(POINTERS, () -> new PointerProcessor(metrics, pace)), Named.as("order"));
    send(ordered, "order");
  }

  private static void send(KStream<byte[], Outgoing> from, String stage) {
    only(ToViews.class, from, stage + "-views")
        .to(Topics.VIEWS, Produced.with(BYTES, BYTES).withName(stage + "-views-sink"));
    only(ToSetAside.class, from, stage + "-set-aside")
        .to(
            Topics.EVENTS_SET_ASIDE,
            Produced.with(BYTES, BYTES).withName(stage + "-set-aside-sink"));
  }

  private static KStream<byte[], byte[]> only(
      Class<? extends Outgoing> way, KStream<byte[], Outgoing> from, String name) {
    return from.filter((_, value) -> way.isInstance(value), Named.as(name))
        .mapValues(Outgoing::value, Named.as(name + "-bytes"));
  }

  /** A processor with the store that is its own. */
  private record Stage(String store, Supplier<Processor<byte[], byte[], byte[], Outgoing>> of)
      implements ProcessorSupplier<byte[], byte[], byte[], Outgoing> {
    @Override
    public Processor<byte[], byte[], byte[], Outgoing> get() {
      return of.get();
    }

    /** Cached: of several events of one aggregate in a transaction, one state is logged. */
    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(store), Serdes.String(), BYTES)
              .withCachingEnabled()
              .withLoggingEnabled(CHANGELOG));
    }
  }
}
