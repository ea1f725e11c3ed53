package dev.vitrine.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One distributed Kafka Connect worker, able to deliver from sources exactly once. Configurations
 * of connectors may name variables of its environment that begin with {@code VITRINE_}.
 */
public final class ConnectWorker implements AutoCloseable {
  /**
   * @param data folder of its own: log and configuration; connectors and offsets live in Kafka
   * @param port of the REST interface
   * @param plugins one folder per plugin, with all its jars
   * @param environment for {@code ${env:…}} in connector configurations
   * @param metricsPort where metrics are shown to Prometheus, 0 for nowhere
   */
  public record Settings(
      Path data,
      int port,
      String bootstrapServers,
      List<Path> plugins,
      Map<String, String> environment,
      int heapMegabytes,
      Compiler compiler,
      int metricsPort) {
    public Settings {
      plugins = List.copyOf(plugins);
      environment = Map.copyOf(environment);
    }

    public Settings(
        Path data,
        int port,
        String bootstrapServers,
        List<Path> plugins,
        Map<String, String> environment,
        int metricsPort) {
      this(data, port, bootstrapServers, plugins, environment, 512, Compiler.FULL, metricsPort);
    }
  }

  private final Settings settings;
  private final Running running;
  private final ConnectRest rest;

  private ConnectWorker(Settings settings) {
    this.settings = settings;
    running = new Running(launch(settings));
    rest = new ConnectRest(URI.create("http://127.0.0.1:" + settings.port()));
  }

  /** Where the build leaves Debezium's PostgreSQL connector. */
  public static Path debeziumPlugin() {
    return Checkout.engine("debezium").resolve("plugin");
  }

  /** Where the build leaves the sink connectors. */
  public static Path sinksPlugin() {
    return Checkout.root().resolve("connectors/target/plugin");
  }

  public static Launch launch(Settings settings) {
    Path data = settings.data().toAbsolutePath();
    Path properties = data.resolve("worker.properties");
    return new Launch(
        "connect",
        () -> prepare(settings, properties),
        Jvm.command(
            Checkout.classPath("kafka"),
            settings.heapMegabytes(),
            settings.compiler(),
            flags(settings),
            "org.apache.kafka.connect.cli.ConnectDistributed",
            List.of(properties.toString())),
        settings.environment(),
        data,
        data.resolve("connect.log"),
        // Answers 200 once the worker has read its topics and joined its group (KIP-1017).
        Probes.http(URI.create("http://127.0.0.1:" + settings.port() + "/health"), 200),
        Duration.ofSeconds(240),
        StopSignal.TERM,
        Duration.ofSeconds(30));
  }

  private static List<String> flags(Settings settings) {
    List<String> flags =
        Jvm.logging(
            "org.apache.kafka.connect.runtime.distributed",
            "org.apache.kafka.connect.runtime.Worker",
            "io.debezium.connector",
            "dev.vitrine");
    if (settings.metricsPort() != 0) {
      // A class archive is refused beside an agent, which could have changed what is archived. This
      // one changes no class.
      flags.add("-XX:+UnlockDiagnosticVMOptions");
      flags.add("-XX:+AllowArchivingWithJavaAgent");
      flags.add(
          "-javaagent:%s=127.0.0.1:%d:%s"
              .formatted(
                  Checkout.engine("kafka").resolve("metrics/jmx_prometheus_javaagent.jar"),
                  settings.metricsPort(),
                  Checkout.root().resolve("connectors/config/metrics.yaml")));
    }
    return flags;
  }

  private static Path plugins(Settings settings) {
    return settings.data().toAbsolutePath().resolve("plugins");
  }

  private static void prepare(Settings settings, Path properties) throws IOException {
    // Connect takes a folder of plugin folders. The build leaves each plugin in a folder of its own
    // somewhere else, so there is a folder of links.
    Path plugins = plugins(settings);
    Folders.delete(plugins);
    Files.createDirectories(plugins);
    for (Path plugin : settings.plugins()) {
      Files.createSymbolicLink(
          plugins.resolve(Integer.toString(settings.plugins().indexOf(plugin))),
          plugin.toRealPath());
    }
    Files.writeString(properties, properties(settings, plugins));
  }

  private static String properties(Settings settings, Path plugins) {
    return """
    bootstrap.servers=%s
    group.id=vitrine-connect
    config.storage.topic=vitrine-connect-configs
    offset.storage.topic=vitrine-connect-offsets
    status.storage.topic=vitrine-connect-status
    config.storage.replication.factor=1
    offset.storage.replication.factor=1
    status.storage.replication.factor=1
    offset.storage.partitions=1
    status.storage.partitions=1
    exactly.once.source.support=enabled
    consumer.isolation.level=read_committed
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.storage.StringConverter
    connector.client.config.override.policy=All
    listeners=http://127.0.0.1:%d
    rest.advertised.host.name=127.0.0.1
    plugin.path=%s
    # Every plugin of ours names itself to the service loader; scanning would cost seconds.
    plugin.discovery=service_load
    config.providers=env
    config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
    config.providers.env.param.allowlist.pattern=VITRINE_.*
    offset.flush.interval.ms=5000
    # A worker that was killed is replaced at once: its tasks need not wait for its return. The
    # broker accepts no shorter session.
    scheduled.rebalance.max.delay.ms=0
    session.timeout.ms=6000
    heartbeat.interval.ms=2000
    """
        .formatted(settings.bootstrapServers(), settings.port(), plugins);
  }

  public static ConnectWorker start(Settings settings) {
    var worker = new ConnectWorker(settings);
    worker.running.start();
    return worker;
  }

  /** Quick to start, on a free port. */
  public static ConnectWorker start(
      Path data, String bootstrapServers, List<Path> plugins, Map<String, String> environment) {
    return start(
        new Settings(
            data, Ports.free(), bootstrapServers, plugins, environment, 384, Compiler.QUICK, 0));
  }

  /**
   * Creates a connector and waits until it and all its tasks run.
   *
   * @param json {@code {"name":…, "config":{…}}}
   * @throws EngineFailure when Connect refuses it, a task fails, or none runs within two minutes
   */
  public void deploy(String name, String json) throws IOException, InterruptedException {
    rest.create(json);
    rest.awaitRunning(name);
  }

  /** {@link #deploy(String, String)} of a file. */
  public void deploy(String name, Path file) throws IOException, InterruptedException {
    deploy(name, Files.readString(file));
  }

  /** Connect's own status document of a connector. */
  public String status(String name) throws IOException, InterruptedException {
    return rest.status(name);
  }

  /** Waits until the connector and its tasks run (again). */
  public void awaitRunning(String name) throws IOException, InterruptedException {
    rest.awaitRunning(name);
  }

  /** The connector begins again with its source, as if it were new. */
  public void forgetOffsets(String name) throws IOException, InterruptedException {
    rest.forgetOffsets(name);
  }

  /** Connect forgets the connector; its offsets stay. */
  public void remove(String name) throws IOException, InterruptedException {
    rest.remove(name);
  }

  public int port() {
    return settings.port();
  }

  public URI uri() {
    return rest.uri();
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
    try {
      Folders.delete(plugins(settings));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
