package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.ImportFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which replica works on which import. One import at a time over all replicas, the one accepted
 * first first, so that two files decide in the order in which they were acknowledged. The lease
 * only spares work: every chunk's transaction checks it again under a row lock, and so no row is
 * decided twice.
 */
@Component
final class ImportLease {
  /** So many runs in a row without one row decided, however they ended, end an import. */
  static final int MAX_ATTEMPTS = 20;

  /** This replica, for as long as it runs. */
  private final String replica = UUID.randomUUID().toString();

  private final JdbcTemplate jdbc;
  private final long leaseMillis;

  ImportLease(JdbcTemplate jdbc, ImportSettings settings) {
    this.jdbc = jdbc;
    this.leaseMillis = settings.lease().toMillis();
  }

  /**
   * An import to go on with.
   *
   * @param read rows decided so far
   * @param attempts runs that began since the last row was decided, this one included: the service
   *     may have died of those before it
   */
  record Leased(String id, ImportRequest request, long read, int attempts) {}

  /** The import whose turn it is, unless another replica has it. */
  Optional<Leased> next() {
    return jdbc
        .query(
            """
            UPDATE import_job SET state = 'running', attempts = attempts + 1, leased_by = ?,
              leased_until = clock_timestamp() + ? * interval '1 millisecond',
              started_at = coalesce(started_at, clock_timestamp())
            WHERE id = (SELECT id FROM import_job WHERE state IN ('waiting', 'running')
                        ORDER BY (state = 'running') DESC, accepted_at, id LIMIT 1)
              AND state IN ('waiting', 'running')
              AND (leased_by IS NULL OR leased_by = ? OR leased_until < clock_timestamp())
            RETURNING id, format, publish, currency, actor, traceparent, read, attempts
            """,
            (row, _) ->
                new Leased(
                    row.getString(1),
                    request(
                        row.getString(2),
                        row.getBoolean(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)),
                    row.getLong(7),
                    row.getInt(8)),
            replica,
            leaseMillis,
            replica)
        .stream()
        .findFirst();
  }

  private static ImportRequest request(
      String format,
      boolean publish,
      @Nullable String currency,
      String actor,
      @Nullable String traceparent) {
    ImportFormat known =
        ImportFormat.parse(format)
            .orElseThrow(() -> new IllegalStateException("unknown format " + format));
    return new ImportRequest(known, publish, currency, actor, traceparent);
  }

  /** Whether the import is still ours and where we left it. Locks it for this transaction. */
  boolean holds(String id, long read) {
    List<Long> rows =
        jdbc.query(
            """
            SELECT read FROM import_job
            WHERE id = ? AND state = 'running' AND leased_by = ? FOR UPDATE
            """,
            (row, _) -> row.getLong(1),
            id,
            replica);
    return rows.equals(List.of(read));
  }

  /** Counts what this transaction decides, and prolongs the lease. */
  void advance(String id, int accepted, int rejected) {
    jdbc.update(
        """
        UPDATE import_job SET read = read + ?, accepted = accepted + ?, rejected = rejected + ?,
          attempts = 0, leased_until = clock_timestamp() + ? * interval '1 millisecond'
        WHERE id = ?
        """,
        accepted + rejected,
        accepted,
        rejected,
        leaseMillis,
        id);
  }

  /**
   * Prolongs the lease of an import of which no row was decided for a while.
   *
   * @throws ChunkCommit.LeaseLost when it is not ours any more
   */
  void renew(String id) {
    int renewed =
        jdbc.update(
            """
            UPDATE import_job SET leased_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE id = ? AND state = 'running' AND leased_by = ?
            """,
            leaseMillis,
            id,
            replica);
    if (renewed == 0) {
      throw new ChunkCommit.LeaseLost();
    }
  }

  /** All rows are decided. */
  void finish(String id) {
    end(id, "done", null);
  }

  /** It cannot go on. What was decided stays decided; sending the file again goes on from there. */
  void fail(String id, String error) {
    end(id, "failed", error);
  }

  private void end(String id, String state, @Nullable String error) {
    jdbc.update(
        """
        WITH ended AS (
          UPDATE import_job SET state = ?, error = ?, finished_at = clock_timestamp(),
            leased_by = NULL
          WHERE id = ? AND state = 'running' AND leased_by = ?
          RETURNING id)
        DELETE FROM import_chunk USING ended WHERE import_id = ended.id
        """,
        state,
        error,
        id,
        replica);
  }

  /**
   * Something was away for a moment.
   *
   * @return false when that happened too often: the import is to be failed
   */
  boolean mayRetry(String id) {
    return jdbc
        .queryForList("SELECT attempts FROM import_job WHERE id = ?", Integer.class, id)
        .stream()
        .allMatch(attempts -> attempts < MAX_ATTEMPTS);
  }

  /** Another replica need not wait for the lease to end, and this run does not count. */
  void release() {
    jdbc.update(
        """
        UPDATE import_job SET leased_by = NULL, attempts = greatest(attempts - 1, 0)
        WHERE leased_by = ?
        """,
        replica);
  }
}
