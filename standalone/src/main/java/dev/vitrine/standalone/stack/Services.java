package dev.vitrine.standalone.stack;

import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Probe;
import dev.vitrine.engines.StopSignal;
import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StackState.PartState;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.data.Version;
import dev.vitrine.standalone.http.Http;
import dev.vitrine.standalone.supervise.Watched;
import dev.vitrine.standalone.supervise.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the three services are launched: the same jars and keys as in production. */
final class Services {
  /** DynamoDB Local takes any; the real ones of the caller never get here. */
  static final Map<String, String> LOCAL_AWS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "local",
          "AWS_SECRET_ACCESS_KEY", "local",
          "AWS_SESSION_TOKEN", "",
          "AWS_REGION", Services.REGION);

  private static final String SERIAL = "-XX:+UseSerialGC";
  static final String REGION = "us-east-1";
  private static final Duration PROBE = Duration.ofSeconds(3);

  /** A slow machine is no reason to begin again: a start that is under way goes on. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final Duration STOP = Duration.ofSeconds(25);

  private final Path root;
  private final DataDir dir;
  private final Ports ports;
  private final Map<String, String> environment;
  private final Http http;
  private final boolean trains;
  private final Map<String, TrainedStart> starts = new LinkedHashMap<>();

  /**
   * @param trains whether the first life of a jar records for the later ones
   */
  Services(
      Path root,
      DataDir dir,
      Ports ports,
      Map<String, String> environment,
      Http http,
      boolean trains) {
    this.environment = new HashMap<>(environment);
    this.environment.putAll(LOCAL_AWS);
    this.root = root;
    this.dir = dir;
    this.ports = ports;
    this.http = http;
    this.trains = trains;
  }

  Watched command(String databasePassword, Path publicKey) {
    return service(
        "command-service",
        ports.command(),
        ports.command(),
        Work.SERVE,
        List.of("-Xmx512m", SERIAL),
        List.of(
            // For the supervisor, which asks whether an import runs.
            "--management.endpoints.web.exposure.include=health,info,metrics,prometheus",
            "--spring.datasource.url=" + ports.jdbcUrl(),
            "--spring.datasource.username=vitrine",
            "--spring.datasource.password=" + databasePassword,
            "--spring.security.oauth2.resourceserver.jwt.public-key-location=" + publicKey.toUri(),
            "--spring.security.oauth2.resourceserver.jwt.audiences=vitrine"));
  }

  Watched projections() {
    return service(
        "projections",
        ports.projections(),
        ports.projections(),
        Work.LAG,
        List.of("-Xmx384m", SERIAL),
        List.of(
            "--spring.kafka.bootstrap-servers=" + ports.kafkaBootstrap(),
            "--spring.kafka.streams.state-dir=" + dir.of("streams"),
            // A name of its own: after a kill it gets its partitions back without a timeout.
            "--spring.kafka.streams.properties[group.instance.id]=standalone"));
  }

  Watched query() {
    return service(
        "query-service",
        ports.query(),
        ports.queryManagement(),
        Work.SERVE,
        List.of(
            "-Xms112m",
            "-Xmx256m",
            // Gives back what streams or an import had filled; the serial one keeps what it has.
            "-XX:+UseG1GC",
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:G1PeriodicGCInterval=30000",
            // By itself it marks all the time as soon as the near cache is full, since that is most
            // of so small a heap; what it would find is rarely worth the half of the machine.
            "-XX:-G1UseAdaptiveIHOP",
            "-XX:InitiatingHeapOccupancyPercent=75",
            // With less in reserve each collection of what is old made the heap larger.
            "-XX:G1ReservePercent=12",
            // What comes into the near cache stays; copied fifteen times it is most of a pause.
            "-XX:MaxTenuringThreshold=2",
            // All reads wait 14 ms instead of 1 while marking looks for classes to unload, and
            // there are none.
            "-XX:-ClassUnloadingWithConcurrentMark",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:TrimNativeHeapInterval=10000"),
        List.of(
            "--management.server.address=127.0.0.1",
            "--management.server.port=" + ports.queryManagement(),
            "--vitrine.near.bootstrap-servers=" + ports.kafkaBootstrap(),
            "--vitrine.redis.url=" + ports.redisUrl(),
            "--vitrine.dynamodb.endpoint=" + ports.dynamodbUrl(),
            "--vitrine.dynamodb.region=" + REGION,
            // DynamoDB Local does one thing at a time, and a transaction of the sink takes long.
            "--vitrine.dynamodb.acquire-timeout=5s",
            "--vitrine.dynamodb.attempt-timeout=5s",
            "--vitrine.dynamodb.call-timeout=10s",
            "--vitrine.listing.currencies=USD,EUR"));
  }

  /** Whether this part records for its later starts. */
  boolean records(String part) {
    TrainedStart start = starts.get(part);
    return start != null && start.records();
  }

  /**
   * @throws StandaloneException when the JVM refuses
   */
  void train(PartState part) throws IOException, InterruptedException {
    TrainedStart start = starts.get(part.name());
    if (start != null && part.process() != null) {
      start.end(part.process().pid(), dir.log(part.name()));
    }
  }

  private Watched service(
      String name, int port, int management, Work work, List<String> flags, List<String> settings) {
    Path built = root.resolve(name + "/target/vitrine-" + name + "-" + Version.VITRINE + ".jar");
    var jar = new ExtractedJar(built, dir.cache().resolve(name));
    // Beside the jar, so that it goes when another jar comes.
    var start = new TrainedStart(dir.cache().resolve(name), trains);
    starts.put(name, start);
    List<String> command = new ArrayList<>(List.of(Jvm.java(), start.flags()));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Duser.timezone=UTC",
            "-jar",
            jar.program().toString(),
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            "--spring.main.banner-mode=off"));
    command.addAll(settings);
    String health = "http://127.0.0.1:" + management + "/actuator/health/";
    Probe ready = () -> http.answers(health + "readiness", PROBE);
    Probe alive = () -> http.answers(health + "liveness", PROBE);
    Path directory = dir.of("run").resolve(name);
    Launch launch =
        new Launch(
            name,
            () -> {
              Files.createDirectories(directory);
              jar.ensure(dir.log(name));
              start.prepare();
            },
            command,
            environment,
            directory,
            dir.log(name),
            ready,
            START,
            StopSignal.TERM,
            STOP);
    return new Watched(launch, alive, work);
  }
}
