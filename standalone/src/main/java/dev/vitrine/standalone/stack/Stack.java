package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.bootstrap.CatalogTopics;
import dev.vitrine.standalone.bootstrap.ConnectRest;
import dev.vitrine.standalone.bootstrap.ConnectorWatch;
import dev.vitrine.standalone.bootstrap.Connectors;
import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.DataLock;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.ProcessIdentity;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StackState.PartState;
import dev.vitrine.standalone.data.StackState.Phase;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import dev.vitrine.standalone.supervise.Supervisor;
import dev.vitrine.standalone.token.KeyPairFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One whole Vitrine on this machine, from nothing to ready and back. */
public final class Stack implements AutoCloseable {
  /** Of a database that listens on the loopback interface only, like everything here. */
  public static final String DATABASE_PASSWORD = "vitrine";

  private static final Duration CONNECTORS = Duration.ofSeconds(90);
  private static final Duration LOOK_AT_IMPORTS = Duration.ofSeconds(1);
  private static final Duration LOOK_AT_CONNECTORS = Duration.ofSeconds(2);

  /** The reverse of the start: first who takes requests, last who holds the data. */
  private static final List<List<String>> STOP_ORDER =
      List.of(
          List.of("query-service", "command-service", "prometheus"),
          List.of("connect", "projections"),
          List.of("kafka", "redis", "dynamodb"),
          List.of("postgres"));

  private final Path root;
  private final DataDir dir;
  private final Ports ports;
  private final Consumer<String> says;
  private final DataLock lock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final Http http = new Http();
  private final ConnectRest connect;
  private final Services services;
  private final Supervisor supervisor;
  private final ProcessIdentity self;
  private final boolean observed;
  private Phase phase = Phase.STARTING;
  private @Nullable String message;

  private Stack(
      Path root,
      DataDir dir,
      Ports ports,
      Map<String, String> environment,
      boolean trains,
      @Nullable Path prometheus,
      Consumer<String> says,
      DataLock lock) {
    this.root = root;
    this.dir = dir;
    this.ports = ports;
    this.says = says;
    this.lock = lock;
    this.self =
        ProcessIdentity.of(ProcessHandle.current().pid())
            .orElseThrow(() -> new StandaloneException("needs /proc (Linux)"));
    this.connect = new ConnectRest(ports.connectUrl());
    var keys = new KeyPairFiles(dir.keys());
    keys.ensure();
    this.observed = prometheus != null;
    this.services = new Services(root, dir, ports, environment, http, trains);
    var parts = new Parts(root, dir, ports, environment, services, keys.publicKey(), prometheus);
    this.supervisor = new Supervisor(parts.all(), says, this::writeState, stopped);
  }

  /**
   * Takes the data directory; nothing runs yet.
   *
   * @param root of the checkout that was built
   * @param environment of the services and of Connect, beside what they inherit
   * @param kept of the catalog that is there
   * @param trains whether the first life of a service's jar records for {@link #train}
   * @param prometheus the program that observes the stack; null when nobody does
   * @throws StandaloneException when another stack has it, or its ports are taken
   */
  public static Stack prepare(
      Path root,
      Path data,
      Ports ports,
      Map<String, String> environment,
      DataDir.Kept kept,
      boolean trains,
      @Nullable Path prometheus,
      Consumer<String> says)
      throws InterruptedException {
    DataDir dir = DataDir.claim(data);
    DataLock lock = DataLock.take(dir);
    try {
      Leftovers.end(dir, says);
      FreePorts.check(ports, prometheus != null);
      dir.keep(kept);
      return new Stack(root, dir, ports, environment, trains, prometheus, says, lock);
    } catch (StandaloneException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Starts everything and returns once all of it is ready.
   *
   * @throws StandaloneException when some part cannot; what was started still runs, see {@link
   *     #close}
   */
  public void start() throws InterruptedException {
    writeState();
    Thread.ofVirtual().name("bound-logs").start(supervisor::watchLogs);
    try {
      var order = new StartOrder();
      var postgres = order.after(() -> supervisor.startAndAwait("postgres"));
      var kafka = order.after(() -> supervisor.startAndAwait("kafka"));
      var dynamodb = order.after(() -> supervisor.startAndAwait("dynamodb"));
      var redis = order.after(() -> supervisor.startAndAwait("redis"));
      var topics = order.after(() -> CatalogTopics.ensure(ports.kafkaBootstrap()), kafka);
      var command = order.after(() -> supervisor.startAndAwait("command-service"), postgres);
      var worker = order.after(() -> supervisor.startAndAwait("connect"), topics);
      var projections = order.after(() -> supervisor.startAndAwait("projections"), topics);
      var connectors = order.after(this::connectors, worker, command, dynamodb, redis);
      var query =
          order.after(() -> supervisor.startAndAwait("query-service"), redis, dynamodb, topics);
      order.await(
          postgres,
          kafka,
          dynamodb,
          redis,
          topics,
          command,
          worker,
          projections,
          connectors,
          query);
      if (observed) {
        supervisor.startAndAwait("prometheus");
      }
    } catch (StandaloneException e) {
      become(Phase.FAILED, e.getMessage());
      throw e;
    }
    var imports = new ImportWatch(http, ports.commandUrl(), says);
    watch("import-watch", LOOK_AT_IMPORTS, () -> supervisor.importing(imports.importing()));
    watch("connector-watch", LOOK_AT_CONNECTORS, new ConnectorWatch(connect, says)::look);
  }

  private interface Look {
    void look() throws InterruptedException;
  }

  /** Every so often until the stack stops, whatever one look runs into. */
  private void watch(String name, Duration pause, Look look) {
    Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                  lookOnce(name, look);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void lookOnce(String name, Look look) throws InterruptedException {
    try {
      look.look();
    } catch (RuntimeException e) {
      says.accept(name + ": " + e);
    }
  }

  private void connectors() throws InterruptedException {
    var connectors = new Connectors(root.resolve("connectors/config"), connect, stopped);
    connectors.register(CONNECTORS);
    connectors.awaitRunning(CONNECTORS);
    says.accept("connectors: running");
  }

  /**
   * Lets what each service has done so far shorten its later starts, unless that was done for its
   * jar before. A service of which that fails starts as before.
   */
  public void train() throws InterruptedException {
    var records =
        supervisor.states().stream()
            .filter(part -> services.records(part.name()) && part.process() != null)
            .toList();
    if (records.isEmpty()) {
      return;
    }
    says.accept("training the services' start, once after a build");
    List<Thread> trainings =
        records.stream()
            .map(part -> Thread.ofVirtual().name("train-" + part.name()).start(training(part)))
            .toList();
    for (Thread training : trainings) {
      training.join();
    }
  }

  private Runnable training(PartState part) {
    return () -> {
      try {
        services.train(part);
      } catch (IOException | StandaloneException e) {
        says.accept(part.name() + ": " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Lets the other commands in. */
  public void ready() {
    become(Phase.READY, null);
  }

  public Ports ports() {
    return ports;
  }

  public boolean isObserved() {
    return observed;
  }

  public DataDir dir() {
    return dir;
  }

  /** Returns when somebody has closed the stack. */
  public void awaitClosed() throws InterruptedException {
    gone.await();
  }

  /** Stops every part in the reverse order of the start. A second call waits for the first. */
  @Override
  public void close() {
    if (!firstToStop()) {
      awaitGone();
      return;
    }
    try {
      stopped.countDown();
      supervisor.stop(STOP_ORDER);
      StackState.remove(dir);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connect.close();
      http.close();
      lock.close();
      gone.countDown();
    }
  }

  private synchronized boolean firstToStop() {
    if (phase == Phase.STOPPING) {
      return false;
    }
    become(Phase.STOPPING, null);
    return true;
  }

  private void awaitGone() {
    try {
      gone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A start that fails because of the stop changes nothing any more. */
  private synchronized void become(Phase next, @Nullable String why) {
    if (phase != Phase.STOPPING) {
      phase = next;
      message = why;
      writeState();
    }
  }

  /** A full disk must not end the supervision of what still runs. */
  private synchronized void writeState() {
    try {
      new StackState(self, ports, phase, message, supervisor.states()).write(dir);
    } catch (StandaloneException e) {
      says.accept(e.getMessage());
    }
  }
}
