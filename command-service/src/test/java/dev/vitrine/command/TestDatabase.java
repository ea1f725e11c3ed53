package dev.vitrine.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.vitrine.engines.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** One real PostgreSQL for all tests of this module; it dies with the JVM of the tests. */
public final class TestDatabase {
  private static final Postgres POSTGRES = start();

  private TestDatabase() {}

  private static Postgres start() {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      return Postgres.start(Files.createTempDirectory(target, "postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Postgres postgres() {
    return POSTGRES;
  }

  /** Connections to the database, with the schema in it. */
  public static HikariDataSource dataSource(int connections) {
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl(POSTGRES.jdbcUrl());
    source.setUsername(POSTGRES.user());
    source.setPassword(POSTGRES.password());
    source.setMaximumPoolSize(connections);
    source.addDataSourceProperty("reWriteBatchedInserts", "true");
    Flyway.configure().dataSource(source).load().migrate();
    return source;
  }
}
