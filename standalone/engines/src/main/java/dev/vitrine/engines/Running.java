package dev.vitrine.engines;

import org.jspecify.annotations.Nullable;

/**
 * An engine that runs for a test: started and ready, killed and restarted at will, gone at close.
 */
public final class Running implements AutoCloseable {
  private final Launch launch;
  private @Nullable ChildProcess process;

  Running(Launch launch) {
    this.launch = launch;
  }

  /**
   * @throws EngineFailure when it is not ready within its bound; nothing runs then
   */
  public synchronized void start() {
    var started = ChildProcess.start(launch);
    process = started;
    started.awaitReady();
  }

  /** SIGKILL. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Orderly end, then a start on the same data and ports. */
  public synchronized void restart() {
    close();
    start();
  }

  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(launch.name() + " does not run");
    }
    return process.pid();
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  public Launch launch() {
    return launch;
  }

  public String logTail() {
    return ChildProcess.tail(launch.log());
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }
}
