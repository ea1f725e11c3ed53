package dev.vitrine.relay;

import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's task asks a hundred times a second, and Connect takes each answer, an empty one too,
 * for a transaction that has ended; after each, Debezium reads the offsets topic to its end to tell
 * PostgreSQL how far it is. Here no records are no transaction, and PostgreSQL is told once a
 * second: until then it only keeps a little more of its log.
 */
public final class RelayTask extends PostgresConnectorTask {
  private static final long BETWEEN_COMMITS = 1_000_000_000L;

  private long nextCommit = System.nanoTime();

  @Override
  public @Nullable List<SourceRecord> doPoll() throws InterruptedException {
    List<SourceRecord> records = super.doPoll();
    return records.isEmpty() ? null : records;
  }

  @Override
  public void performCommit() {
    long now = System.nanoTime();
    if (now - nextCommit >= 0) {
      nextCommit = now + BETWEEN_COMMITS;
      super.performCommit();
    }
  }
}
