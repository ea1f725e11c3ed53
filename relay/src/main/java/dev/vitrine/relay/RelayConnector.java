package dev.vitrine.relay;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/** Debezium's connector with a task that leaves out what nobody needs ({@link RelayTask}). */
public final class RelayConnector extends PostgresConnector {
  @Override
  public Class<? extends Task> taskClass() {
    return RelayTask.class;
  }
}
