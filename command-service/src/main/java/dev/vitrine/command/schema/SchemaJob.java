package dev.vitrine.command.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Brings the schema up to date and ends, before a release's services start. On a laptop the service
 * does so itself; in a cluster it is not to own its tables: as a role of its own it reads and adds
 * events, and can neither change nor delete one.
 *
 * <p>The argument is the database's JDBC URL; the environment holds {@code OWNER_USERNAME} and
 * {@code OWNER_PASSWORD}, and the names of those who get rights: {@code SERVICE_USERNAME}, {@code
 * RELAY_USERNAME}. Changes nothing where all is as it should be.
 */
public final class SchemaJob {
  /** Rather fail and be tried again than have every command wait behind a lock that waits. */
  private static final String LOCKS = "SET lock_timeout = '10s'";

  private static final String EVENTS = "domain_event_entry";

  /** What the service does with each of its tables. */
  private static final Map<String, String> SERVICE =
      Map.of(
          EVENTS,
          "SELECT, INSERT",
          "claim",
          "SELECT, INSERT, UPDATE",
          "import_job",
          "SELECT, INSERT, UPDATE, DELETE",
          "import_chunk",
          "SELECT, INSERT, UPDATE, DELETE",
          "import_rejection",
          "SELECT, INSERT, UPDATE, DELETE",
          "imported_product",
          "SELECT, INSERT, UPDATE, DELETE");

  private SchemaJob() {}

  public static void main(String[] args) throws SQLException {
    // Without Spring nobody tells Logback that what Flyway debugs is not of interest.
    LoggingSystem.get(SchemaJob.class.getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    String url = args[0];
    Map<String, String> environment = System.getenv();
    String owner = environment.getOrDefault("OWNER_USERNAME", "");
    int changes =
        run(
            url,
            owner,
            environment.getOrDefault("OWNER_PASSWORD", ""),
            environment.getOrDefault("SERVICE_USERNAME", owner),
            environment.getOrDefault("RELAY_USERNAME", owner));
    System.out.println("schema: " + changes + " changes, done");
  }

  /** The number of migrations that were missing. */
  static int run(String url, String owner, String password, String service, String relay)
      throws SQLException {
    int changes =
        Flyway.configure()
            .dataSource(url, owner, password)
            .initSql(LOCKS)
            .connectRetries(10)
            .connectRetriesInterval(2)
            .load()
            .migrate()
            .migrationsExecuted;
    try (Connection connection = DriverManager.getConnection(url, owner, password);
        Statement statement = connection.createStatement()) {
      statement.execute(LOCKS);
      // Together: the service that runs meanwhile has its rights at any time.
      connection.setAutoCommit(false);
      for (String sql : grants(owner, service, relay)) {
        statement.execute(sql);
      }
      connection.commit();
    }
    return changes;
  }

  /** The owner needs none. */
  private static List<String> grants(String owner, String service, String relay) {
    List<String> grants = new ArrayList<>();
    if (!service.equals(owner)) {
      SERVICE.forEach(
          (table, rights) -> {
            grants.add("REVOKE ALL ON " + table + " FROM " + quoted(service));
            grants.add(grant(rights, table, service));
          });
    }
    if (!relay.equals(owner) && !relay.equals(service)) {
      grants.add(grant("SELECT", EVENTS, relay));
    }
    return grants;
  }

  private static String grant(String rights, String table, String role) {
    return "GRANT " + rights + " ON " + table + " TO " + quoted(role);
  }

  private static String quoted(String role) {
    return '"' + role.replace("\"", "\"\"") + '"';
  }
}
