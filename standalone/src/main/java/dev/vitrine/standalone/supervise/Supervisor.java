package dev.vitrine.standalone.supervise;

import dev.vitrine.standalone.data.StackState.PartState;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All parts of one stack. */
public final class Supervisor {
  private static final Duration LOG_CHECK = Duration.ofSeconds(5);

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Consumer<String> says;
  private final CountDownLatch stopped;
  private final Shares shares;

  /**
   * @param changed called after every change of {@link #states()}
   * @param stopped once it is down nothing is started any more
   */
  public Supervisor(
      List<Watched> watched, Consumer<String> says, Runnable changed, CountDownLatch stopped) {
    this.says = says;
    this.stopped = stopped;
    shares = new Shares(says);
    for (Watched one : watched) {
      parts.put(one.name(), new Part(one, shares, says, changed));
    }
  }

  /**
   * Starts a part and waits until it is ready.
   *
   * @throws StandaloneException with the part's last words when it cannot be started
   */
  public void startAndAwait(String name) throws InterruptedException {
    Part part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("no such part: " + name);
    }
    if (stopped.getCount() == 0) {
      throw new StandaloneException("stopped");
    }
    part.start();
    part.awaitReady();
  }

  /** While an import runs, the way to the views leaves it the machine. */
  public void importing(boolean now) throws InterruptedException {
    shares.importing(now);
  }

  public List<PartState> states() {
    return parts.values().stream().map(Part::state).toList();
  }

  /** Keeps the logs bounded until the stop. */
  public void watchLogs() {
    try {
      while (!stopped.await(LOG_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
        for (Part part : parts.values()) {
          boundLog(part);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void boundLog(Part part) {
    try {
      part.boundLog();
    } catch (IOException e) {
      says.accept(part.name() + ": its log could not be bounded: " + e.getMessage());
    }
  }

  /** Stops tier after tier; the parts of one tier at the same time. */
  public void stop(List<? extends Collection<String>> tiers) throws InterruptedException {
    parts.values().forEach(Part::notAgain);
    for (Collection<String> tier : tiers) {
      List<Thread> stops =
          parts.values().stream()
              .filter(part -> tier.contains(part.name()))
              .map(part -> Thread.ofVirtual().name("stop-" + part.name()).start(stop(part)))
              .toList();
      for (Thread stop : stops) {
        stop.join();
      }
    }
  }

  private static Runnable stop(Part part) {
    return () -> {
      try {
        part.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }
}
