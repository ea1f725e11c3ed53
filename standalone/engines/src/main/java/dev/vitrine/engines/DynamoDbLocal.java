package dev.vitrine.engines;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * DynamoDB Local on the loopback interface, without telemetry. Any credentials and any region see
 * the same tables.
 */
public final class DynamoDbLocal implements AutoCloseable {
  private static final String MAIN = "dev.vitrine.engines.dynamodb.LoopbackServer";

  /** Where the tables are. */
  public enum Storage {
    /** Gone at the end; several times faster. */
    MEMORY,
    /** In the data folder. */
    DISK
  }

  public record Settings(
      Path data, int port, Storage storage, int heapMegabytes, Compiler compiler) {
    public Settings(Path data, int port, Storage storage) {
      this(data, port, storage, storage == Storage.MEMORY ? 1_024 : 512, Compiler.FULL);
    }
  }

  private final Settings settings;
  private final Running running;

  private DynamoDbLocal(Settings settings) {
    this.settings = settings;
    running = new Running(launch(settings));
  }

  public static Launch launch(Settings settings) {
    Path data = settings.data().toAbsolutePath();
    Path tables = data.resolve("tables");
    var arguments = new ArrayList<>(List.of(Integer.toString(settings.port())));
    switch (settings.storage()) {
      case MEMORY -> {}
      case DISK -> arguments.add(tables.toString());
    }
    String classPath =
        Checkout.engine("dynamodb").resolve("classes") + ":" + Checkout.classPath("dynamodb");
    return new Launch(
        "dynamodb",
        () -> Files.createDirectories(tables),
        Jvm.command(
            classPath,
            settings.heapMegabytes(),
            settings.compiler(),
            List.of("-Dsqlite4java.library.path=" + sqliteFolder(classPath)),
            MAIN,
            arguments),
        Map.of("DDB_LOCAL_TELEMETRY", "0"),
        data,
        data.resolve("dynamodb.log"),
        // "Missing authentication token": it serves.
        Probes.http(URI.create("http://127.0.0.1:" + settings.port() + "/"), 400),
        Duration.ofSeconds(120),
        StopSignal.TERM,
        Duration.ofSeconds(10));
  }

  /** sqlite4java looks for its native library by name in a folder; Maven has it as an artifact. */
  private static Path sqliteFolder(String classPath) {
    for (String entry : classPath.split(":", -1)) {
      if (entry.contains("libsqlite4java-linux-amd64") && entry.endsWith(".so")) {
        return Path.of(entry).toAbsolutePath().normalize().resolveSibling("");
      }
    }
    throw new EngineFailure("no native library of sqlite4java in the class path of DynamoDB Local");
  }

  public static DynamoDbLocal start(Settings settings) {
    var dynamoDb = new DynamoDbLocal(settings);
    dynamoDb.running.start();
    return dynamoDb;
  }

  /** In memory, quick to start. */
  public static DynamoDbLocal start(Path data, int port) {
    return start(new Settings(data, port, Storage.MEMORY, 512, Compiler.QUICK));
  }

  /** In memory, quick to start, on a free port. */
  public static DynamoDbLocal start(Path data) {
    return start(data, Ports.free());
  }

  public int port() {
    return settings.port();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + settings.port());
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
