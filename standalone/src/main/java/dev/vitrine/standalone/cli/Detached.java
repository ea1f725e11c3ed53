package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.DataLock;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StackState.Phase;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code up --detach}: the supervisor in a session of its own, watched until it is ready. */
final class Detached {
  static final String LOG = "supervisor";

  /** The same lines, and what the JVM says where it cannot go on. */
  static final String JVM_LOG = "supervisor-jvm";

  static final String FAILED = "failed: ";
  private static final Duration BOUND = Duration.ofMinutes(10);

  private Detached() {}

  static int start(Path data, List<String> arguments) throws InterruptedException {
    DataDir dir = DataDir.claim(data);
    if (StackState.running(dir).isPresent()) {
      throw DataLock.alreadyUp(dir);
    }
    var follower = LogFollower.fromEnd(dir.log(LOG));
    Process supervisor = launch(dir, arguments);
    // Ctrl-C while it starts means: do not start. Once it is ready this process is gone.
    var giveUp = new Thread(supervisor::destroy, "give-up");
    Runtime.getRuntime().addShutdownHook(giveUp);
    long until = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < until) {
      boolean ended = supervisor.waitFor(200, TimeUnit.MILLISECONDS);
      follower.copyNew(System.out::println);
      if (ended) {
        throw new StandaloneException("not started (log: " + dir.log(LOG) + ")");
      }
      if (isReady(dir, supervisor.pid())) {
        Runtime.getRuntime().removeShutdownHook(giveUp);
        follower.copyNew(System.out::println);
        return 0;
      }
    }
    supervisor.destroy();
    throw new StandaloneException("not ready after " + BOUND.toMinutes() + " minutes");
  }

  private static boolean isReady(DataDir dir, long pid) {
    return StackState.running(dir)
        .filter(state -> state.supervisor().pid() == pid && state.phase() == Phase.READY)
        .isPresent();
  }

  private static Process launch(DataDir dir, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dvitrine.root=" + DataOption.root(),
            "-cp",
            System.getProperty("java.class.path"),
            Vitrine.class.getName()));
    command.addAll(arguments);
    try {
      Files.createDirectories(dir.logs());
      File out = dir.log(JVM_LOG).toFile();
      return new ProcessBuilder(command)
          .directory(dir.root().toFile())
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectErrorStream(true)
          .redirectOutput(out)
          .start();
    } catch (IOException e) {
      throw new StandaloneException("cannot start the supervisor: " + e.getMessage(), e);
    }
  }
}
