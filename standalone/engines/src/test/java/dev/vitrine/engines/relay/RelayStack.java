package dev.vitrine.engines.relay;

import dev.vitrine.engines.ConnectWorker;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** An event table, an empty topic, and a Connect worker that could carry one to the other. */
record RelayStack(Postgres postgres, Kafka kafka, ConnectWorker connect) implements AutoCloseable {
  static final String NAME = "vitrine-relay";
  static final String TOPIC = "catalog.events";

  static RelayStack start(Path folder)
      throws SQLException, ExecutionException, InterruptedException {
    var postgres = Postgres.start(folder.resolve("postgres"));
    var kafka = Kafka.start(folder.resolve("kafka"));
    var connect =
        ConnectWorker.start(
            folder.resolve("connect"),
            kafka.bootstrapServers(),
            List.of(ConnectWorker.debeziumPlugin()),
            Map.of(
                "VITRINE_POSTGRES_HOST", "127.0.0.1",
                "VITRINE_POSTGRES_PORT", Integer.toString(postgres.port()),
                "VITRINE_POSTGRES_DATABASE", Postgres.DATABASE,
                "VITRINE_POSTGRES_USER", postgres.user(),
                "VITRINE_POSTGRES_PASSWORD", postgres.password()));
    var stack = new RelayStack(postgres, kafka, connect);
    stack.createTable();
    stack.createTopic();
    return stack;
  }

  void deploy() throws IOException, InterruptedException {
    connect.deploy(
        NAME, Path.of(System.getProperty("vitrine.root"), "connectors/config/relay.json"));
  }

  Connection connection() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  private void createTable() throws SQLException {
    try (var connection = connection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE domain_event_entry (
            global_index bigserial PRIMARY KEY,
            event_identifier varchar(255) NOT NULL UNIQUE,
            aggregate_identifier varchar(255) NOT NULL,
            sequence_number bigint NOT NULL,
            type varchar(255) NOT NULL,
            time_stamp varchar(255) NOT NULL,
            payload_type varchar(255) NOT NULL,
            payload_revision varchar(255),
            payload text NOT NULL,
            meta_data text NOT NULL,
            commit_end boolean NOT NULL,
            UNIQUE (aggregate_identifier, sequence_number))
          """);
      statement.execute("CREATE TABLE elsewhere (words text)");
      statement.execute("CREATE PUBLICATION vitrine FOR TABLE domain_event_entry");
    }
  }

  private void createTopic() throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var topic =
          new NewTopic(TOPIC, Optional.of(12), Optional.empty())
              .configs(Map.of("max.message.bytes", "4194304"));
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  @Override
  public void close() {
    connect.close();
    kafka.close();
    postgres.close();
  }
}
