package dev.vitrine.command.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.serialization.Serializer;

/** Axon's JDBC engine over {@code domain_event_entry}. */
final class EventTable extends JdbcEventStorageEngine {
  private static final EventSchema SCHEMA =
      EventSchema.builder()
          .eventTable("domain_event_entry")
          .globalIndexColumn("global_index")
          .timestampColumn("time_stamp")
          .eventIdentifierColumn("event_identifier")
          .aggregateIdentifierColumn("aggregate_identifier")
          .sequenceNumberColumn("sequence_number")
          .typeColumn("type")
          .payloadTypeColumn("payload_type")
          .payloadRevisionColumn("payload_revision")
          .payloadColumn("payload")
          .metaDataColumn("meta_data")
          .build();

  private final Timer appends;

  EventTable(
      ConnectionProvider connections,
      TransactionManager transactions,
      Serializer serializer,
      MeterRegistry meters) {
    super(
        builder()
            .connectionProvider(connections)
            .transactionManager(transactions)
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .dataType(String.class)
            .schema(SCHEMA)
            // The default one does not know PostgreSQL's duplicate key, and a conflict would look
            // like a fault.
            .persistenceExceptionResolver(new SQLStateResolver())
            .batchSize(1_000)
            .appendEvents(new EventInsert()));
    this.appends =
        Timer.builder("vitrine.events.append")
            .description("inserting the events of one commit, without the commit itself")
            .publishPercentileHistogram()
            .register(meters);
  }

  @Override
  protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
    appends.record(() -> super.appendEvents(events, serializer));
  }

  /** There are no snapshots yet; without this every load would ask for one. */
  @Override
  protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
    return Stream.empty();
  }

  /** A batch that is not full is the last: nothing is filtered out. Saves a query on every load. */
  @Override
  protected boolean fetchForAggregateUntilEmpty() {
    return false;
  }
}
