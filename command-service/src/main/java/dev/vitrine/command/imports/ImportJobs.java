package dev.vitrine.command.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Imports as people see them: from the upload to the report. Table {@code import_job}. */
@Component
final class ImportJobs {
  private static final String COLUMNS =
      """
      SELECT id, state, format, publish, currency, coalesce(total, 0), read, accepted, rejected,
        bytes, actor, created_at, started_at, finished_at, error
      FROM import_job
      """;

  /** Uploads that are older are thrown away by the next one: their replica died. */
  private static final String ABANDONED =
      "DELETE FROM import_job WHERE state = 'uploading'"
          + " AND created_at < clock_timestamp() - ? * interval '1 millisecond'";

  private final JdbcTemplate jdbc;
  private final long abandonedMillis;

  /** An upload that lives ends within its bound; what follows it takes far less than as long. */
  ImportJobs(JdbcTemplate jdbc, ImportSettings settings) {
    this.jdbc = jdbc;
    this.abandonedMillis = settings.uploadTime().multipliedBy(2).toMillis();
  }

  /** Notes an upload that begins. Nobody sees it yet. */
  void open(String id, ImportRequest request) {
    jdbc.update(ABANDONED, abandonedMillis);
    jdbc.update(
        """
        INSERT INTO import_job (id, state, format, publish, currency, actor, traceparent)
        VALUES (?, 'uploading', ?, ?, ?, ?, ?)
        """,
        id,
        request.format().text(),
        request.publish(),
        request.currency(),
        request.actor(),
        request.traceparent());
  }

  boolean hasRoom(int maxWaiting) {
    Long waiting =
        jdbc.queryForObject(
            "SELECT count(*) FROM import_job WHERE state IN ('waiting', 'running')", Long.class);
    return waiting != null && waiting < maxWaiting;
  }

  /**
   * From here on the import is promised.
   *
   * @return false when there is no room for it (two may be the last one at the same moment: the
   *     bound is kept to within the number of concurrent uploads), or the upload was thrown away
   */
  boolean accept(String id, long total, long bytes, int maxWaiting) {
    return jdbc.update(
            """
            UPDATE import_job SET state = 'waiting', accepted_at = clock_timestamp(), total = ?,
              bytes = ?
            WHERE id = ? AND state = 'uploading'
              AND (SELECT count(*) FROM import_job WHERE state IN ('waiting', 'running')) < ?
            """,
            total,
            bytes,
            id,
            maxWaiting)
        == 1;
  }

  /** Forgets an upload that was not accepted, and its pieces. */
  void discard(String id) {
    jdbc.update("DELETE FROM import_job WHERE id = ? AND state = 'uploading'", id);
  }

  Optional<ImportJob> find(String id) {
    return jdbc
        .query(COLUMNS + " WHERE id = ? AND state <> 'uploading'", (row, _) -> job(row), id)
        .stream()
        .findFirst();
  }

  /** The newest first. */
  List<ImportJob> last(int limit) {
    return jdbc.query(
        COLUMNS + " WHERE state <> 'uploading' ORDER BY created_at DESC, id LIMIT ?",
        (row, _) -> job(row),
        limit);
  }

  /**
   * @param afterLine 0 for all
   */
  List<RejectedRow> rejections(String id, long afterLine, int limit) {
    return jdbc.query(
        """
        SELECT line, sku, product_id, reason, detail, owner FROM import_rejection
        WHERE import_id = ? AND line > ? ORDER BY line LIMIT ?
        """,
        (row, _) ->
            new RejectedRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)),
        id,
        afterLine,
        limit);
  }

  private static ImportJob job(ResultSet row) throws SQLException {
    String state = row.getString(2);
    return new ImportJob(
        row.getString(1),
        state.equals("waiting") ? "running" : state,
        row.getString(3),
        row.getBoolean(4),
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getString(11),
        row.getTimestamp(12).toInstant(),
        instant(row.getTimestamp(13)),
        instant(row.getTimestamp(14)),
        row.getString(15));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
