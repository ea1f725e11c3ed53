package dev.vitrine.standalone.stack;

import dev.vitrine.engines.ConnectWorker;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Postgres;
import dev.vitrine.engines.Prometheus;
import dev.vitrine.engines.Redis;
import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.supervise.Watched;
import dev.vitrine.standalone.supervise.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every part of the stack, in the order in which {@code status} tells them. */
final class Parts {
  /** A slow machine is no reason to begin again: a start that is under way goes on. */
  private static final Duration START = Duration.ofMinutes(5);

  private final Path root;
  private final DataDir dir;
  private final Ports ports;
  private final Map<String, String> environment;
  private final Services services;
  private final Path publicKey;
  private final @Nullable Path prometheus;

  /**
   * @param prometheus the program; null when the stack is not observed
   */
  Parts(
      Path root,
      DataDir dir,
      Ports ports,
      Map<String, String> environment,
      Services services,
      Path publicKey,
      @Nullable Path prometheus) {
    this.environment = Map.copyOf(environment);
    this.root = root;
    this.dir = dir;
    this.ports = ports;
    this.publicKey = publicKey;
    this.services = services;
    this.prometheus = prometheus;
  }

  List<Watched> all() {
    List<Watched> all = new ArrayList<>(parts());
    if (prometheus != null) {
      all.add(engine(observer(prometheus)));
    }
    return all;
  }

  private List<Watched> parts() {
    return List.of(
        engine(Postgres.launch(new Postgres.Settings(dir.of("postgres"), ports.postgres()))),
        engine(
            Kafka.launch(
                new Kafka.Settings(dir.of("kafka"), ports.kafka(), ports.kafkaController()))),
        engine(
            Work.LAG_LAST,
            DynamoDbLocal.launch(
                new DynamoDbLocal.Settings(
                    dir.of("dynamodb"), ports.dynamodb(), DynamoDbLocal.Storage.DISK))),
        engine(Redis.launch(new Redis.Settings(dir.of("redis"), ports.redis()))),
        engine(Work.LAG, connect()),
        services.command(Stack.DATABASE_PASSWORD, publicKey),
        services.projections(),
        services.query());
  }

  private Launch observer(Path program) {
    return Prometheus.launch(
        new Prometheus.Settings(
            program,
            dir.of("prometheus"),
            ports.prometheus(),
            Scrapes.configuration(ports, root.resolve("observability/rules"))));
  }

  private Launch connect() {
    Map<String, String> connects = new HashMap<>(environment);
    connects.putAll(Services.LOCAL_AWS);
    connects.put("VITRINE_KAFKA_BOOTSTRAP", ports.kafkaBootstrap());
    connects.put("VITRINE_POSTGRES_HOST", "127.0.0.1");
    connects.put("VITRINE_POSTGRES_PORT", Integer.toString(ports.postgres()));
    connects.put("VITRINE_POSTGRES_DATABASE", Postgres.DATABASE);
    connects.put("VITRINE_POSTGRES_USER", Postgres.USER);
    connects.put("VITRINE_POSTGRES_PASSWORD", Stack.DATABASE_PASSWORD);
    connects.put("VITRINE_DYNAMODB_ENDPOINT", ports.dynamodbUrl());
    connects.put("VITRINE_DYNAMODB_REGION", Services.REGION);
    connects.put("VITRINE_REDIS_URL", ports.redisUrl());
    return ConnectWorker.launch(
        new ConnectWorker.Settings(
            dir.of("connect"),
            ports.connect(),
            ports.kafkaBootstrap(),
            List.of(
                root.resolve("connectors/target/plugin"),
                root.resolve("standalone/engines/debezium/target/plugin")),
            connects,
            ports.connectMetrics()));
  }

  private Watched engine(Launch launch) {
    return engine(Work.SERVE, launch);
  }

  /** Its readiness asks only itself, so it also tells whether it hangs. */
  private Watched engine(Work work, Launch launch) {
    Launch logged =
        new Launch(
            launch.name(),
            launch.preparation(),
            Jvm.with(launch.command(), archive(launch.name())),
            launch.environment(),
            launch.directory(),
            dir.log(launch.name()),
            launch.probe(),
            START,
            launch.stopSignal(),
            launch.stopWithin());
    return new Watched(logged, launch.probe(), work);
  }

  private List<String> archive(String name) {
    if (name.equals("dynamodb")) {
      return List
          .of(); // its class path has a folder, and the JVM archives the classes of jars only
    }
    return Jvm.classArchive(dir.cache().resolve(name + ".jsa"));
  }
}
