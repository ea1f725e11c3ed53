package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.StandaloneException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far the relay has read the log. The slot is confirmed only behind what Kafka holds, and the
 * relay's heartbeat moves it on when nothing else does.
 */
final class RelaySlot implements AutoCloseable {
  private static final String SLOT = "vitrine";

  private final Connection connection;

  RelaySlot(String jdbcUrl, String user, String password) {
    try {
      connection = DriverManager.getConnection(jdbcUrl, user, password);
    } catch (SQLException e) {
      throw new StandaloneException("PostgreSQL does not answer: " + e.getMessage(), e);
    }
  }

  /** The end of the log now: whatever was acknowledged before lies before it. */
  String end() {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT pg_current_wal_lsn()::text");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new StandaloneException("the log's end cannot be read: " + e.getMessage(), e);
    }
  }

  /** Bytes of log up to an end that are not relayed yet; 0 when all is. */
  long behind(String end) {
    String sql =
        "SELECT pg_wal_lsn_diff(?::pg_lsn, confirmed_flush_lsn) FROM pg_replication_slots"
            + " WHERE slot_name = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, end);
      query.setString(2, SLOT);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new StandaloneException("the replication slot " + SLOT + " is not there");
        }
        return Math.max(0, row.getLong(1));
      }
    } catch (SQLException e) {
      throw new StandaloneException("the slot cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StandaloneException("PostgreSQL: " + e.getMessage(), e);
    }
  }
}
