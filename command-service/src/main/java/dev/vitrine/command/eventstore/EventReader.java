package dev.vitrine.command.eventstore;

import dev.vitrine.command.document.Json;
import dev.vitrine.contract.event.CatalogEvent;
import dev.vitrine.contract.event.EventTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads events past Axon: of many aggregates at once, and from a known sequence on. */
@Component
public final class EventReader {
  static final String COLUMNS =
      "aggregate_identifier, sequence_number, time_stamp, payload_type, payload";

  private final JdbcTemplate jdbc;

  EventReader(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The events of some aggregates, each aggregate's in order and without others between them. */
  public List<StoredEvent> read(Collection<String> streamIds) {
    return streamIds.isEmpty()
        ? List.of()
        : jdbc.query(
            "SELECT "
                + COLUMNS
                + " FROM domain_event_entry WHERE aggregate_identifier = ANY(?)"
                + " ORDER BY aggregate_identifier, sequence_number",
            (row, _) -> event(row),
            (Object) streamIds.toArray(String[]::new));
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
