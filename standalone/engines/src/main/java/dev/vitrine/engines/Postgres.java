package dev.vitrine.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL 18 with logical decoding on, every commit on disk before its answer. Role {@code
 * vitrine} owns the database {@code vitrine} and may replicate; it is no superuser.
 */
public final class Postgres implements AutoCloseable {
  public static final String DATABASE = "vitrine";
  public static final String USER = "vitrine";

  /**
   * @param data folder of its own; may hold a cluster of an earlier start
   * @param password of {@link #USER}; fixed by the first start
   * @param slotWalMegabytes how much log a replication slot may hold back before it is given up
   */
  public record Settings(Path data, int port, String password, int slotWalMegabytes) {
    public Settings(Path data, int port) {
      this(data, port, "vitrine", 4_096);
    }
  }

  private final Settings settings;
  private final Running running;

  private Postgres(Settings settings) {
    this.settings = settings;
    running = new Running(launch(settings));
  }

  public static Launch launch(Settings settings) {
    Path data = settings.data().toAbsolutePath();
    Path cluster = data.resolve("cluster");
    Path log = data.resolve("postgres.log");
    var command = new ArrayList<String>();
    command.add(Binaries.postgresFolder().resolve("bin/postgres").toString());
    command.addAll(List.of("-D", cluster.toString()));
    options(settings).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return new Launch(
        "postgres",
        () -> prepare(settings, cluster, log),
        Unprivileged.command(command),
        Map.of(),
        data,
        log,
        Probes.postgres(settings.port()),
        Duration.ofSeconds(120),
        StopSignal.INT,
        Duration.ofSeconds(20));
  }

  private static Map<String, String> options(Settings settings) {
    return Map.ofEntries(
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("port", Integer.toString(settings.port())),
        Map.entry("unix_socket_directories", ""),
        Map.entry("wal_level", "logical"),
        Map.entry("max_wal_senders", "8"),
        Map.entry("max_replication_slots", "8"),
        Map.entry("max_slot_wal_keep_size", settings.slotWalMegabytes() + "MB"),
        Map.entry("max_wal_size", "2GB"),
        Map.entry("max_connections", "100"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_timezone", "UTC"),
        Map.entry("log_line_prefix", "%m [%p] "));
  }

  /** Makes the cluster beside its place and moves it there when it is whole. */
  private static void prepare(Settings settings, Path cluster, Path log)
      throws IOException, InterruptedException {
    Path programs = Binaries.postgres().resolve("bin");
    if (Files.exists(cluster)) {
      return;
    }
    Files.createDirectories(cluster.getParent());
    Path unfinished = cluster.resolveSibling("cluster.unfinished");
    Folders.delete(unfinished);
    Path passwordFile = cluster.resolveSibling("password.unfinished");
    Files.writeString(passwordFile, settings.password());
    Tool.run(
        Unprivileged.command(
            List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8")),
        "",
        log);
    Files.delete(passwordFile);
    // A quote in a password is doubled in SQL.
    String password = settings.password().replace("'", "''");
    Tool.run(
        Unprivileged.command(
            List.of(
                programs.resolve("postgres").toString(),
                "--single",
                "-D",
                unfinished.toString(),
                "postgres")),
        """
        CREATE ROLE %1$s LOGIN REPLICATION PASSWORD '%2$s'
        CREATE DATABASE %3$s OWNER %1$s
        """
            .formatted(USER, password, DATABASE),
        log);
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  public static Postgres start(Settings settings) {
    var postgres = new Postgres(settings);
    postgres.running.start();
    return postgres;
  }

  public static Postgres start(Path data, int port) {
    return start(new Settings(data, port));
  }

  /** On a free port. */
  public static Postgres start(Path data) {
    return start(data, Ports.free());
  }

  public int port() {
    return settings.port();
  }

  public String user() {
    return USER;
  }

  public String password() {
    return settings.password();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + DATABASE;
  }

  /** For tests of what survives: {@link Running#kill}, {@link Running#restart}. */
  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
