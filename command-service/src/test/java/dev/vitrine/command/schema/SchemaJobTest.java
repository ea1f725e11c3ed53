package dev.vitrine.command.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.command.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service as a role that owns nothing, on a schema that the job has made. */
class SchemaJobTest extends ServiceTest {
  private static final String OWNER = "schema owner";
  private static final String SERVICE = "schema-service";
  private static final String RELAY = "schema_relay";
  private static final String PASSWORD = "p";

  @DynamicPropertySource
  static void made(DynamicPropertyRegistry registry) throws SQLException {
    try (Connection connection = as(TestDatabase.postgres().jdbcUrl(), "postgres");
        Statement statement = connection.createStatement()) {
      for (String role : new String[] {OWNER, SERVICE, RELAY}) {
        statement.execute("CREATE ROLE \"" + role + "\" LOGIN PASSWORD '" + PASSWORD + "'");
      }
      statement.execute("CREATE DATABASE served OWNER \"" + OWNER + "\"");
    }
    assertThat(job()).isPositive();
    // Hikari's own, since those of the other tests may be heard after these.
    registry.add("spring.datasource.hikari.jdbc-url", SchemaJobTest::url);
    registry.add("spring.datasource.hikari.username", () -> SERVICE);
    registry.add("spring.datasource.hikari.password", () -> PASSWORD);
    registry.add("spring.flyway.enabled", () -> false);
  }

  private static String url() {
    String url = TestDatabase.postgres().jdbcUrl();
    return url.substring(0, url.lastIndexOf('/')) + "/served";
  }

  private static int job() throws SQLException {
    return SchemaJob.run(url(), OWNER, PASSWORD, SERVICE, RELAY);
  }

  private static Connection as(String url, String role) throws SQLException {
    String password = role.equals("postgres") ? TestDatabase.postgres().password() : PASSWORD;
    return DriverManager.getConnection(url, role, password);
  }

  private static void execute(String role, String sql) throws SQLException {
    try (Connection connection = as(url(), role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_second_run_changes_nothing() throws SQLException {
    assertThat(job()).isZero();
  }

  @Test
  void the_service_decides_commands_and_reads_their_events() throws SQLException {
    String id = unique("lamp");
    post("/v1/products", "{\"id\":\"%s\",\"name\":\"Lamp\"}".formatted(id))
        .expectStatus()
        .isCreated();
    post(
            "/v1/products/" + id + "/actions",
            "{\"actions\":[{\"action\":\"rename\",\"name\":\"Desk lamp\"}]}")
        .expectStatus()
        .isOk();
    admin.get().uri("/v1/products/" + id).exchange().expectStatus().isOk();
    try (Connection connection = as(url(), RELAY);
        Statement statement = connection.createStatement();
        ResultSet events =
            statement.executeQuery(
                "SELECT count(*) FROM domain_event_entry WHERE aggregate_identifier = 'product:"
                    + id
                    + "'")) {
      assertThat(events.next()).isTrue();
      assertThat(events.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void it_imports() throws InterruptedException {
    String rows =
        "{\"id\":\"%1$s\",\"name\":\"A\",\"variants\":[{\"sku\":\"%1$s\"}]}\n{\"id\":\"%2$s\"}\n"
            .formatted(unique("a"), unique("b"));
    String location =
        String.valueOf(
            admin
                .post()
                .uri("/v1/imports?format=jsonl")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .bodyValue(rows)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getLocation());
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String state = "";
    while (!state.contains("\"done\"")) {
      assertThat(System.nanoTime()).as(state).isLessThan(end);
      Thread.sleep(50);
      state =
          String.valueOf(
              admin
                  .get()
                  .uri(location)
                  .exchange()
                  .expectBody(String.class)
                  .returnResult()
                  .getResponseBody());
    }
    assertThat(state).contains("\"accepted\":1", "\"rejected\":1");
    admin.get().uri(location + "/rejections").exchange().expectStatus().isOk();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE domain_event_entry SET payload = ''",
        "DELETE FROM domain_event_entry",
        "TRUNCATE domain_event_entry",
        "ALTER TABLE claim ADD COLUMN x text",
        "DROP TABLE claim",
        "CREATE TABLE x (y text)",
        "DROP PUBLICATION vitrine",
        "UPDATE flyway_schema_history SET success = false"
      })
  void it_may_not(String sql) {
    assertThatThrownBy(() -> execute(SERVICE, sql))
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
  }

  @Test
  void the_relay_reads_events_and_no_more() throws SQLException {
    execute(RELAY, "SELECT * FROM domain_event_entry");
    assertThatThrownBy(() -> execute(RELAY, "SELECT * FROM claim"))
        .hasMessageContaining("permission denied");
  }

  /** A table that a migration adds must not be forgotten. */
  @Test
  void the_service_may_read_every_table_of_the_schema() throws SQLException {
    Set<String> unread = new TreeSet<>();
    try (Connection connection = as(url(), OWNER);
        Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT"
                    + " has_table_privilege('"
                    + SERVICE
                    + "', format('%I.%I', schemaname, tablename), 'SELECT')")) {
      while (tables.next()) {
        unread.add(tables.getString(1));
      }
    }
    assertThat(unread).containsExactly("flyway_schema_history");
  }
}
