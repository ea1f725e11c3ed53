package dev.vitrine.standalone.bootstrap;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Restarts connectors and tasks that have failed, with a pause that grows from one second to thirty
 * for each connector: what cannot work must not keep two cores busy.
 */
public final class ConnectorWatch {
  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 30_000;

  private final ConnectRest connect;
  private final Consumer<String> says;
  private final Map<String, Retry> retries = new HashMap<>();

  private record Retry(long notBefore, long pauseMs) {}

  public ConnectorWatch(ConnectRest connect, Consumer<String> says) {
    this.connect = connect;
    this.says = says;
  }

  /** One look at all of them. */
  public void look() throws InterruptedException {
    try {
      for (ConnectRest.Status status : connect.statuses()) {
        if (status.hasFailed()) {
          restart(status);
        } else if (status.isRunning() && isOver(status.name())) {
          retries.remove(status.name());
        }
      }
    } catch (IOException e) {
      // Connect itself is away or busy: the supervisor of its process sees to that.
      return;
    }
  }

  private void restart(ConnectRest.Status status) throws IOException, InterruptedException {
    long now = System.nanoTime();
    Retry retry = retries.getOrDefault(status.name(), new Retry(now, FIRST_MS));
    if (now - retry.notBefore() < 0) {
      return;
    }
    says.accept(status.name() + ": failed, " + status.trace() + "; restarting it");
    connect.restartFailed(status.name());
    retries.put(
        status.name(),
        new Retry(
            now + TimeUnit.MILLISECONDS.toNanos(retry.pauseMs()),
            Math.min(retry.pauseMs() * 2, LONGEST_MS)));
  }

  /** A task that failed again and again must run for a while before it counts as healthy. */
  private boolean isOver(String name) {
    Retry retry = retries.get(name);
    return retry != null
        && System.nanoTime() - retry.notBefore() > TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
  }
}
