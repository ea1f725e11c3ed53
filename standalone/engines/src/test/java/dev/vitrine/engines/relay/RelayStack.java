package dev.vitrine.engines.relay;

import dev.vitrine.engines.ConnectWorker;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
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
      throws IOException, SQLException, ExecutionException, InterruptedException {
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

  /** The command service's own, so that the relay is tested on the table that there is. */
  private static List<Path> migrations() throws IOException {
    try (var files = Files.list(migrationFolder())) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted(Comparator.comparingInt(RelayStack::version))
          .toList();
    }
  }

  private static int version(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  static Path migration(String name) {
    return migrationFolder().resolve(name + ".sql");
  }

  private static Path migrationFolder() {
    return Path.of(
        System.getProperty("vitrine.root"), "command-service/src/main/resources/db/migration");
  }

  private void createTable() throws IOException, SQLException {
    try (var connection = connection();
        var statement = connection.createStatement()) {
      for (Path migration : migrations()) {
        statement.execute(Files.readString(migration));
      }
      statement.execute("CREATE TABLE elsewhere (words text)");
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
