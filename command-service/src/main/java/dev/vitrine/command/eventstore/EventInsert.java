package dev.vitrine.command.eventstore;

import dev.vitrine.contract.event.EventMetadata;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.AppendEventsStatementBuilder;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/**
 * Inserts the events of one commit and marks the last one of each aggregate: folds emit a view
 * there and only there. Axon appends a commit's events in one go, so the batch is the commit. Names
 * their trace a second time, beside the metadata, where the relay finds it.
 */
final class EventInsert implements AppendEventsStatementBuilder {
  @Override
  public PreparedStatement build(
      Connection connection,
      EventSchema schema,
      Class<?> dataType,
      List<? extends EventMessage<?>> events,
      Serializer serializer,
      TimestampWriter timestampWriter)
      throws SQLException {
    Map<String, Long> ends = new HashMap<>();
    for (EventMessage<?> message : events) {
      DomainEventMessage<?> event = domainEvent(message);
      ends.merge(event.getAggregateIdentifier(), event.getSequenceNumber(), Math::max);
    }
    PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + schema.domainEventTable()
                + " ("
                + schema.domainEventFields()
                + ", commit_end, traceparent) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    for (EventMessage<?> message : events) {
      DomainEventMessage<?> event = domainEvent(message);
      SerializedObject<?> payload = event.serializePayload(serializer, dataType);
      SerializedObject<?> metaData = event.serializeMetaData(serializer, dataType);
      statement.setString(1, event.getIdentifier());
      statement.setString(2, event.getAggregateIdentifier());
      statement.setLong(3, event.getSequenceNumber());
      statement.setString(4, event.getType());
      timestampWriter.writeTimestamp(statement, 5, event.getTimestamp());
      statement.setString(6, payload.getType().getName());
      statement.setString(7, payload.getType().getRevision());
      statement.setObject(8, payload.getData());
      statement.setObject(9, metaData.getData());
      Long end = ends.get(event.getAggregateIdentifier());
      statement.setBoolean(10, end != null && end == event.getSequenceNumber());
      statement.setString(
          11,
          Objects.requireNonNullElse(
              (String) event.getMetaData().get(EventMetadata.TRACEPARENT), ""));
      statement.addBatch();
    }
    return statement;
  }

  private static DomainEventMessage<?> domainEvent(EventMessage<?> message) {
    if (message instanceof DomainEventMessage<?> event) {
      return event;
    }
    throw new IllegalArgumentException("not the event of an aggregate: " + message);
  }
}
