package dev.vitrine.standalone.supervise;

import dev.vitrine.engines.ChildProcess;
import dev.vitrine.engines.EngineFailure;
import dev.vitrine.engines.Launch;
import dev.vitrine.standalone.data.ProcessIdentity;
import dev.vitrine.standalone.data.StackState.PartState;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process that is kept alive. A thread of its own starts it, waits until it is ready, watches
 * it, and starts it again when it died or hung.
 */
public final class Part {
  private static final Duration WATCH = Duration.ofSeconds(2);
  private static final Duration READY_POLL = Duration.ofMillis(100);

  /**
   * A process that hangs so long is ended. On a machine with four times the load it can bear, a
   * healthy Kafka did not answer for 45 s: ending it only made more work.
   */
  private static final Duration HUNG = Duration.ofMinutes(2);

  /** After this long in good health the next death counts as the first. */
  private static final Duration GOOD_HEALTH = Duration.ofMinutes(1);

  /** Lives it may use up until it is ready for the first time. */
  private static final int ATTEMPTS = 3;

  private final Watched watched;
  private final Launch launch;
  private final ProcessLog log;
  private final Shares shares;
  private final Consumer<String> says;
  private final Runnable changed;
  private final AtomicBoolean lastLife = new AtomicBoolean();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch firstReady = new CountDownLatch(1);
  private final BackOff backOff = new BackOff();
  private final Thread keeper;
  private volatile PartState state;
  private int restarts;

  /**
   * @param says gets one line for everything worth knowing
   * @param changed called after every change of {@link #state()}
   */
  Part(Watched watched, Shares shares, Consumer<String> says, Runnable changed) {
    this.watched = watched;
    this.shares = shares;
    this.launch = watched.launch();
    this.log = new ProcessLog(launch.log());
    this.says = says;
    this.changed = changed;
    this.state = new PartState(launch.name(), null, "not started", 0);
    this.keeper =
        Thread.ofPlatform().daemon().name("keeper-" + launch.name()).unstarted(this::keep);
  }

  /** Once. */
  public void start() {
    keeper.start();
  }

  public String name() {
    return launch.name();
  }

  public PartState state() {
    return state;
  }

  /**
   * Returns once it has been ready for the first time.
   *
   * @throws StandaloneException when it died or hung too often on the way, or was stopped
   */
  public void awaitReady() throws InterruptedException {
    while (!firstReady.await(100, TimeUnit.MILLISECONDS)) {
      if (stopping()) {
        throw new StandaloneException(name() + " was stopped");
      }
      PartState now = state;
      if (now.restarts() >= ATTEMPTS) {
        throw new StandaloneException(
            "%s does not start: %s\n%s\n(log: %s)"
                .formatted(name(), now.condition(), String.join("\n", log.tail(8)), log.file()));
      }
    }
  }

  /**
   * From now on it is not started again: the stack stops, and others may take it down with them.
   */
  void notAgain() {
    lastLife.set(true);
  }

  /** Ends the process and its keeping; returns when it is gone. */
  public void stop() throws InterruptedException {
    stopAsked.countDown();
    if (keeper.isAlive()) { // else it was never started, and will see at once that it must not
      keeper.join(launch.stopWithin().plusSeconds(15));
    }
  }

  void boundLog() throws IOException {
    log.bound();
  }

  private void keep() {
    try {
      while (!stopping()) {
        String why = live();
        if (why == null || lastLife.get()) {
          break;
        }
        restarts++;
        Duration pause = backOff.next();
        become(null, "down: " + why);
        says.accept(
            "%s: %s; starting it again in %.1f s"
                .formatted(name(), why, pause.toMillis() / 1000.0));
        if (stopAsked.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      become(null, "stopped");
    }
  }

  /** Whatever fails in watching must not end the watching. */
  private @Nullable String live() throws InterruptedException {
    try {
      return liveOnce();
    } catch (RuntimeException e) {
      return "could not be watched (" + e + ")";
    }
  }

  /** One life of the process: why it ended, or null when it was asked to. */
  private @Nullable String liveOnce() throws InterruptedException {
    long begin = System.nanoTime();
    ChildProcess process;
    try {
      process = ChildProcess.start(launch);
    } catch (UncheckedIOException | EngineFailure | StandaloneException e) {
      return "could not be started (" + e.getMessage() + ")";
    }
    try {
      become(process, "starting");
      if (restarts > 0) {
        shares.is(process.pid(), Work.RESTART);
      }
      String why = awaitReadyOf(process, begin);
      if (why != null || stopping()) {
        return why;
      }
      says.accept("%s: ready after %.1f s".formatted(name(), secondsSince(begin)));
      become(process, "ready");
      firstReady.countDown();
      shares.is(process.pid(), watched.work());
      return watch(process);
    } finally {
      try {
        end(process);
      } finally {
        shares.ended(process.pid());
      }
    }
  }

  private @Nullable String awaitReadyOf(ChildProcess process, long begin)
      throws InterruptedException {
    while (!launch.probe().ready()) {
      if (endsWithin(process, READY_POLL)) {
        return "ended while starting, " + howItEnded(process);
      }
      if (stopping()) {
        return null;
      }
      if (secondsSince(begin) > launch.startWithin().toSeconds()) {
        return "was not ready after " + launch.startWithin().toSeconds() + " s";
      }
    }
    return process.isAlive() ? null : "ended while starting, " + howItEnded(process);
  }

  private @Nullable String watch(ChildProcess process) throws InterruptedException {
    long ready = System.nanoTime();
    long lastPassed = ready;
    while (!stopping()) {
      if (endsWithin(process, WATCH)) {
        return stopping() ? null : "died, " + howItEnded(process);
      }
      if (watched.alive().ready()) {
        lastPassed = System.nanoTime();
      } else if (!lastLife.get() && secondsSince(lastPassed) > HUNG.toSeconds()) {
        return "hangs since " + HUNG.toSeconds() + " s";
      }
      if (secondsSince(ready) > GOOD_HEALTH.toSeconds()) {
        backOff.reset();
      }
    }
    return null;
  }

  /** Waits for the process' end, at most so long and only until a stop is asked for. */
  private boolean endsWithin(ChildProcess process, Duration bound) throws InterruptedException {
    long until = System.nanoTime() + bound.toNanos();
    while (!stopping() && System.nanoTime() < until) {
      try {
        process.onExit().get(50, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException _) {
        // not yet
      } catch (ExecutionException e) {
        throw new IllegalStateException("the exit of a process cannot fail", e);
      }
    }
    return !process.isAlive();
  }

  /** Of an ended process: its exit code, or the signal that killed it. */
  private static String howItEnded(ChildProcess process) {
    int code = process.onExit().join();
    return code > 128 ? "killed by signal " + (code - 128) : "exit code " + code;
  }

  private void end(ChildProcess process) {
    try {
      if (!process.isAlive()) {
        return;
      }
      if (stopping()) {
        long asked = System.nanoTime();
        String how = process.stop() ? "stopped" : "killed";
        says.accept("%s: %s after %.1f s".formatted(name(), how, secondsSince(asked)));
      } else {
        process.kill(); // it hangs: a polite signal would only cost its bound
      }
    } catch (EngineFailure e) {
      says.accept(name() + ": " + e.getMessage());
    }
  }

  private boolean stopping() {
    return stopAsked.getCount() == 0;
  }

  private void become(@Nullable ChildProcess process, String condition) {
    ProcessIdentity identity =
        process == null ? null : ProcessIdentity.of(process.pid()).orElse(null);
    state = new PartState(name(), identity, condition, restarts);
    changed.run();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
