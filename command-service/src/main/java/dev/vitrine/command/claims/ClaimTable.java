package dev.vitrine.command.claims;

import dev.vitrine.contract.event.Claim;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Claims in PostgreSQL, table {@code claim}.
 *
 * <p>One statement does all of a commit: it walks the keys in order, so that two commits never lock
 * the same keys crosswise, and {@code ON CONFLICT DO UPDATE} waits for a commit that is about to
 * take a key and then sees what became of it (also where its condition says no, the row is locked).
 */
@Component
final class ClaimTable implements Claims {
  private static final String TAKE =
      """
      WITH change AS MATERIALIZED (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[])
          AS t(kind, key, expected, owner, steps))
      INSERT INTO claim AS c (kind, key, owner, generation)
      SELECT kind, key, owner, steps FROM change ORDER BY kind, key COLLATE "C"
      ON CONFLICT (kind, key) DO UPDATE
        SET owner = excluded.owner, generation = c.generation + excluded.generation
        WHERE c.owner IS NOT DISTINCT FROM (
          SELECT expected FROM change WHERE change.kind = c.kind AND change.key = c.key)
      RETURNING c.kind, c.key, c.generation
      """;
  private static final String OWNERS =
      """
      SELECT c.kind, c.key, c.owner
      FROM unnest(?::text[], ?::text[]) AS t(kind, key) JOIN claim c USING (kind, key)
      WHERE c.owner IS NOT NULL
      """;

  private final JdbcTemplate jdbc;

  ClaimTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public ClaimOutcome take(List<ClaimChange> changes) {
    if (changes.isEmpty()) {
      return new ClaimOutcome.Granted(Map.of());
    }
    Map<ClaimKey, Long> after =
        query(
            TAKE,
            List.of(
                column("text", changes, change -> change.key().kind().name()),
                column("text", changes, change -> change.key().key()),
                column("text", changes, change -> change.ownedBefore() ? change.owner() : null),
                column("text", changes, change -> change.ownedAfter() ? change.owner() : null),
                column("int", changes, ClaimChange::steps)),
            row -> row.getLong(3));
    List<ClaimChange> refused =
        changes.stream().filter(change -> !after.containsKey(change.key())).toList();
    if (!refused.isEmpty()) {
      return refused(refused);
    }
    Map<ClaimKey, Long> before = new HashMap<>();
    for (ClaimChange change : changes) {
      long generation = requireKnown(after.get(change.key()), change) - change.steps();
      if (change.ownedBefore() && generation == 0) {
        throw new IllegalStateException("released, but never claimed: " + change);
      }
      before.put(change.key(), generation);
    }
    return new ClaimOutcome.Granted(before);
  }

  private static long requireKnown(@Nullable Long generation, ClaimChange change) {
    if (generation == null) {
      throw new IllegalStateException("two changes of one key: " + change);
    }
    return generation;
  }

  private ClaimOutcome refused(List<ClaimChange> changes) {
    Map<ClaimKey, String> owners = owners(changes.stream().map(ClaimChange::key).toList());
    List<ClaimConflict> conflicts = new ArrayList<>();
    for (ClaimChange change : changes) {
      String owner = owners.get(change.key());
      if (owner == null || change.ownedBefore()) {
        // Another commit of this product came between the reading of its events and this.
        throw new OptimisticLockingFailureException("not as its events said: " + change.key());
      }
      conflicts.add(new ClaimConflict(change.key(), owner));
    }
    return new ClaimOutcome.Refused(conflicts);
  }

  @Override
  public Map<ClaimKey, String> owners(Collection<ClaimKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return query(
        OWNERS,
        List.of(
            column("text", keys, key -> key.kind().name()), column("text", keys, ClaimKey::key)),
        row -> row.getString(3));
  }

  private interface Value<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Cell<T> {
    @Nullable Object of(T item);
  }

  private record Column(String type, List<@Nullable Object> values) {}

  private static <T> Column column(String type, Collection<T> items, Cell<T> cell) {
    List<@Nullable Object> values = new ArrayList<>(items.size());
    items.forEach(item -> values.add(cell.of(item)));
    return new Column(type, values);
  }

  private <T> Map<ClaimKey, T> query(String sql, List<Column> columns, Value<T> value) {
    ConnectionCallback<Map<ClaimKey, T>> callback =
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, columns);
            try (ResultSet rows = statement.executeQuery()) {
              Map<ClaimKey, T> found = new HashMap<>();
              while (rows.next()) {
                found.put(
                    new ClaimKey(Claim.Kind.valueOf(rows.getString(1)), rows.getString(2)),
                    value.read(rows));
              }
              return found;
            }
          }
        };
    Map<ClaimKey, T> found = jdbc.execute(callback);
    return found == null ? Map.of() : found;
  }

  private static void bind(Connection connection, PreparedStatement statement, List<Column> columns)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      Array array =
          connection.createArrayOf(columns.get(i).type(), columns.get(i).values().toArray());
      statement.setArray(i + 1, array);
    }
  }
}
