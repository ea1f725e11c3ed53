package dev.vitrine.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A started {@link Launch}. Dies with this JVM, see {@link Leash}. */
public final class ChildProcess implements AutoCloseable {
  private static final int TAIL_BYTES = 4_000;
  private static final Duration KILL_WITHIN = Duration.ofSeconds(10);

  private final Launch launch;
  private final Process process;
  private final CompletableFuture<Process> exit;

  private ChildProcess(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
    exit = process.onExit().whenComplete((ended, failure) -> release());
  }

  /**
   * Prepares and starts, and does not wait until it is ready.
   *
   * @throws EngineFailure when something else serves on its port already
   */
  public static ChildProcess start(Launch launch) {
    if (launch.probe().ready()) {
      throw new EngineFailure(launch.name() + " is not started: another one serves on its port");
    }
    try {
      launch.preparation().prepare();
      Files.createDirectories(launch.directory());
      var builder =
          new ProcessBuilder(Leash.around(launch.command()))
              .directory(launch.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
      builder.environment().putAll(launch.environment());
      return new ChildProcess(launch, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      throw interrupted(interrupt);
    }
  }

  /**
   * Waits until the probe says ready.
   *
   * @throws EngineFailure when the process ended, or was not ready within its bound; it is dead
   *     then
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + launch.startWithin().toNanos();
    try {
      while (!launch.probe().ready()) {
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw failure("ended with code " + process.exitValue() + " before it was ready");
        }
        if (System.nanoTime() > deadline) {
          kill();
          throw failure("was not ready after " + launch.startWithin().toSeconds() + " s");
        }
      }
    } catch (InterruptedException interrupt) {
      kill();
      throw interrupted(interrupt);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code when the process has ended, for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return exit.thenApply(Process::exitValue);
  }

  /**
   * Asks for an orderly end, then kills. Returns when the process and its children are gone.
   *
   * @return whether it ended without being killed
   */
  public boolean stop() {
    if (!process.isAlive()) {
      return true;
    }
    var tree = process.descendants().toList();
    signal();
    boolean asAsked = ended(exit, launch.stopWithin());
    if (!asAsked) {
      process.destroyForcibly();
    }
    end(tree);
    return asAsked;
  }

  /** SIGKILL, also to its children. Returns when they are gone. */
  public void kill() {
    var tree = process.descendants().toList();
    process.destroyForcibly();
    end(tree);
  }

  @Override
  public void close() {
    stop();
  }

  /** The last lines of the log. */
  public String logTail() {
    return tail(launch.log());
  }

  static String tail(Path log) {
    try (var file = Files.newByteChannel(log)) {
      file.position(Math.max(0, file.size() - TAIL_BYTES));
      return new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "(no log: " + unreadable + ")";
    }
  }

  private void signal() {
    switch (launch.stopSignal()) {
      // By its handle: Process.destroy() closes the child's standard input too, and the leash takes
      // the end of that pipe for the end of this JVM and kills at once.
      case TERM -> process.toHandle().destroy();
      case INT -> {
        try {
          new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid())).start();
        } catch (IOException noSuchProgram) {
          process.toHandle().destroy();
        }
      }
    }
  }

  private void end(List<ProcessHandle> tree) {
    if (!ended(exit, KILL_WITHIN)) {
      throw failure("survived SIGKILL");
    }
    for (var child : tree) {
      child.destroyForcibly();
      var unused = ended(child.onExit(), KILL_WITHIN);
    }
  }

  private static boolean ended(CompletableFuture<?> exit, Duration within) {
    try {
      exit.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupt) {
      throw interrupted(interrupt);
    }
  }

  private void release() {
    try (var watcher = process.getOutputStream()) {
      watcher.write(Leash.RELEASE);
    } catch (IOException _) {
      // The watcher is gone already: it was killed together with the child.
    }
  }

  private EngineFailure failure(String what) {
    return new EngineFailure(
        launch.name() + " " + what + "; end of " + launch.log() + ":\n" + logTail());
  }

  private static EngineFailure interrupted(InterruptedException interrupt) {
    Thread.currentThread().interrupt();
    return new EngineFailure("interrupted", interrupt);
  }
}
