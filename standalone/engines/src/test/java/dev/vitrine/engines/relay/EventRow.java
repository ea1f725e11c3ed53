package dev.vitrine.engines.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A row of the event table, as the command side writes it. */
record EventRow(
    String id,
    String aggregate,
    long sequence,
    String payload,
    String metadata,
    String traceparent,
    boolean commitEnd) {
  static final String TYPE = "product.renamed.v1";
  static final String TIME = "2026-11-01T10:15:30.123456Z";

  static EventRow of(String aggregate, long sequence) {
    String payload = "{\"productId\":\"" + aggregate + "\",\"sequence\":" + sequence + "}";
    return new EventRow(
        UUID.randomUUID().toString(),
        aggregate,
        sequence,
        payload,
        "{\"actor\":\"ana\"}",
        "",
        true);
  }

  EventRow withPayload(String otherPayload) {
    return new EventRow(id, aggregate, sequence, otherPayload, metadata, traceparent, commitEnd);
  }

  EventRow withMetadata(String otherMetadata) {
    return new EventRow(id, aggregate, sequence, payload, otherMetadata, traceparent, commitEnd);
  }

  EventRow withTraceparent(String otherTraceparent) {
    return new EventRow(id, aggregate, sequence, payload, metadata, otherTraceparent, commitEnd);
  }

  EventRow insideCommit() {
    return new EventRow(id, aggregate, sequence, payload, metadata, traceparent, false);
  }

  /** In one transaction. */
  static void insert(Connection connection, List<EventRow> rows) throws SQLException {
    connection.setAutoCommit(false);
    try (var insert =
        connection.prepareStatement(
            """
            INSERT INTO domain_event_entry (event_identifier, aggregate_identifier, sequence_number,
              type, time_stamp, payload_type, payload_revision, payload, meta_data, commit_end,
              traceparent)
            VALUES (?, ?, ?, 'Product', ?, ?, NULL, ?, ?, ?, ?)
            """)) {
      for (var row : rows) {
        insert.setString(1, row.id);
        insert.setString(2, row.aggregate);
        insert.setLong(3, row.sequence);
        insert.setString(4, TIME);
        insert.setString(5, TYPE);
        insert.setString(6, row.payload);
        insert.setString(7, row.metadata);
        insert.setBoolean(8, row.commitEnd);
        insert.setString(9, row.traceparent);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
  }
}
