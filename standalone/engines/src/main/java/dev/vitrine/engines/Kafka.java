package dev.vitrine.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One Kafka node, broker and KRaft controller at once. Topics are never created by accident. */
public final class Kafka implements AutoCloseable {
  // One cluster id for all: a node's storage is its own, and two clusters never meet on a loopback.
  private static final String CLUSTER_ID = "dml0cmluZS1zdGFuZGFsbw";

  /**
   * @param controllerPort the node's own; nobody else connects to it
   */
  public record Settings(
      Path data, int port, int controllerPort, int heapMegabytes, Compiler compiler) {
    public Settings(Path data, int port, int controllerPort) {
      this(data, port, controllerPort, 512, Compiler.FULL);
    }
  }

  private final Settings settings;
  private final Running running;

  private Kafka(Settings settings) {
    this.settings = settings;
    running = new Running(launch(settings));
  }

  public static Launch launch(Settings settings) {
    Path data = settings.data().toAbsolutePath();
    Path properties = data.resolve("server.properties");
    Path log = data.resolve("kafka.log");
    return new Launch(
        "kafka",
        () -> prepare(settings, data, properties, log),
        command(
            settings.heapMegabytes(),
            settings.compiler(),
            "kafka.Kafka",
            List.of(properties.toString())),
        Map.of(),
        data,
        log,
        Probes.kafka(settings.port()),
        Duration.ofSeconds(180),
        StopSignal.TERM,
        Duration.ofSeconds(30));
  }

  private static List<String> command(
      int heapMegabytes, Compiler compiler, String main, List<String> arguments) {
    var logging = Jvm.logging("kafka.server.KafkaRaftServer", "kafka.server.BrokerServer");
    return Jvm.command(
        Checkout.classPath("kafka"), heapMegabytes, compiler, logging, main, arguments);
  }

  private static void prepare(Settings settings, Path data, Path properties, Path log)
      throws IOException, InterruptedException {
    Path storage = data.resolve("storage");
    Files.createDirectories(storage);
    Files.writeString(properties, properties(settings, storage));
    if (Files.exists(storage.resolve("meta.properties"))) {
      return;
    }
    Tool.run(
        command(
            128,
            Compiler.QUICK,
            "kafka.tools.StorageTool",
            List.of("format", "-t", CLUSTER_ID, "-c", properties.toString())),
        "",
        log);
  }

  private static String properties(Settings settings, Path storage) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    controller.listener.names=CONTROLLER
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    log.dirs=%3$s
    auto.create.topics.enable=false
    # The largest event or view, and what surrounds it.
    message.max.bytes=4194304
    # Nothing expires unless its topic says so.
    log.retention.ms=-1
    log.segment.bytes=134217728
    log.index.size.max.bytes=1048576
    # The default would take 128 MiB of heap for compaction alone.
    log.cleaner.dedupe.buffer.size=16777216
    num.network.threads=2
    num.io.threads=4
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=4
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    """
        .formatted(settings.port(), settings.controllerPort(), storage);
  }

  public static Kafka start(Settings settings) {
    var kafka = new Kafka(settings);
    kafka.running.start();
    return kafka;
  }

  /** Quick to start, with a free port for its controller. */
  public static Kafka start(Path data, int port) {
    return start(new Settings(data, port, Ports.free(), 384, Compiler.QUICK));
  }

  /** On free ports. */
  public static Kafka start(Path data) {
    return start(data, Ports.free());
  }

  public int port() {
    return settings.port();
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + settings.port();
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
