package dev.vitrine.command.eventstore;

import dev.vitrine.command.document.Json;
import dev.vitrine.contract.event.CatalogEvent;
import dev.vitrine.contract.event.EventTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads events past Axon: of many aggregates at once, and from a known sequence on. */
@Component
public final class EventReader {
  static final String COLUMNS =
      "aggregate_identifier, sequence_number, time_stamp, payload_type, payload";

  private static final int FETCH = 200;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate readOnly;

  EventReader(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.readOnly = new TransactionTemplate(transactions);
    this.readOnly.setReadOnly(true);
  }

  /**
   * Reads the events of some aggregates, each aggregate's in order and without others between them,
   * without holding more than a few. Joins the caller's transaction.
   */
  public void read(Collection<String> streamIds, Consumer<StoredEvent> consumer) {
    if (streamIds.isEmpty()) {
      return;
    }
    RowCallbackHandler each = row -> consumer.accept(event(row));
    // Only in a transaction does the driver fetch rows as they are wanted.
    readOnly.executeWithoutResult(_ -> jdbc.query(connection -> of(connection, streamIds), each));
  }

  private static PreparedStatement of(Connection connection, Collection<String> streamIds)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM domain_event_entry WHERE aggregate_identifier = ANY(?)"
                + " ORDER BY aggregate_identifier, sequence_number");
    statement.setFetchSize(FETCH);
    statement.setArray(1, connection.createArrayOf("text", streamIds.toArray()));
    return statement;
  }

  /**
   * @param after -1 for all
   */
  public List<StoredEvent> readAfter(String streamId, long after) {
    return jdbc.query(
        "SELECT "
            + COLUMNS
            + " FROM domain_event_entry WHERE aggregate_identifier = ? AND sequence_number > ?"
            + " ORDER BY sequence_number",
        (row, _) -> event(row),
        streamId,
        after);
  }

  /**
   * Reads the events of all aggregates of a kind, one aggregate after the other in the order of
   * their ids by bytes, and each one's in order, without holding more than a few.
   *
   * @param prefix what their ids begin with
   * @param after the aggregate to begin behind; empty to begin at the first
   * @param consumer takes one event; false when it wants no more, that one included
   * @return whether all were read
   */
  public boolean scan(String prefix, String after, Predicate<StoredEvent> consumer) {
    // Only in a transaction does the driver fetch rows as they are wanted; and only without a sort
    // do the first ones come before the last ones were read.
    Boolean complete =
        readOnly.execute(
            _ -> {
              jdbc.execute("SET LOCAL enable_sort = off");
              return jdbc.execute(
                  (Connection connection) -> scan(connection, prefix, after, consumer));
            });
    return Boolean.TRUE.equals(complete);
  }

  private static boolean scan(
      Connection connection, String prefix, String after, Predicate<StoredEvent> consumer)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM domain_event_entry"
                + " WHERE aggregate_identifier > ? AND aggregate_identifier < ?"
                + " ORDER BY aggregate_identifier, sequence_number")) {
      statement.setFetchSize(FETCH);
      statement.setString(1, after.isEmpty() ? prefix : after);
      statement.setString(2, prefix + Character.toString(Character.MAX_CODE_POINT));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (!consumer.test(event(rows))) {
            return false;
          }
        }
        return true;
      }
    }
  }

  static StoredEvent event(ResultSet row) throws SQLException {
    String type = row.getString(4);
    Class<? extends CatalogEvent> eventClass =
        EventTypes.classOf(type)
            .orElseThrow(() -> new IllegalStateException("unknown event type " + type));
    return new StoredEvent(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        Json.WIRE.readValue(row.getString(5), eventClass));
  }
}
