package dev.vitrine.standalone.supervise;

import dev.vitrine.standalone.data.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How much of a busy machine each process gets. Linux groups processes by session and shares the
 * processors among the groups, so it is the group that has a weight, and {@code nice} is nothing to
 * other groups. Every part has a session of its own.
 */
final class Shares {
  /** What a part does at the moment. */
  enum Work {
    /** Somebody waits for its answers. */
    SERVE,
    /** It may lag: about a tenth of the time of one that serves, when both want it. */
    LAG,
    /** It died, and others wait for it: they step back, each to a third of what it had. */
    RESTART
  }

  /** Of a weight that falls to about a third with each. */
  private static final int STEP = 5;

  /** Linux takes such a change from an ordinary user ten times a second. */
  private static final Duration AGAIN = Duration.ofMillis(110);

  private static final int ATTEMPTS = 20;

  private final Map<Long, Work> works = new LinkedHashMap<>();
  private final Map<Long, Integer> written = new LinkedHashMap<>();
  private final boolean grouped = Files.exists(autogroup("self"));

  /**
   * @param says is told when the system does not group by session
   */
  Shares(Consumer<String> says) {
    if (!grouped) {
      says.accept("no autogroup here: every part gets the same share of a busy machine");
    }
  }

  synchronized void is(long pid, Work work) throws InterruptedException {
    works.put(pid, work);
    share();
  }

  synchronized void ended(long pid) throws InterruptedException {
    works.remove(pid);
    written.remove(pid);
    share();
  }

  private void share() throws InterruptedException {
    boolean restarting = works.containsValue(Work.RESTART);
    for (var entry : works.entrySet()) {
      long pid = entry.getKey();
      int nice =
          switch (entry.getValue()) {
            case RESTART -> 0;
            case SERVE -> restarting ? STEP : 0;
            case LAG -> restarting ? 3 * STEP : 2 * STEP;
          };
      if (grouped && nice != written.getOrDefault(pid, 0)) {
        write(pid, nice);
      }
    }
  }

  private void write(long pid, int nice) throws InterruptedException {
    Path group = autogroup(Long.toString(pid));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.writeString(group, Integer.toString(nice));
        written.put(pid, nice);
        return;
      } catch (IOException e) {
        if (!Files.exists(group)) {
          return; // the process has ended
        }
        Pause.of(AGAIN);
      }
    }
  }

  private static Path autogroup(String process) {
    return Path.of("/proc", process, "autogroup");
  }
}
