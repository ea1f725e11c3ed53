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
 * other groups. Every part has a session of its own. In a container with a processor weight of its
 * own the system takes these weights and does not use them.
 */
final class Shares {
  // Each step is a fifth of a weight: 3 halves it, 5 leave a third, 7 a fifth, 10 a tenth.
  private static final int LAG = 3;
  private static final int LAG_LAST = 7;
  private static final int LAG_BEHIND_IMPORT = 10;
  private static final int STEP_BACK = 5;

  /** Linux takes such a change from an ordinary user ten times a second. */
  private static final Duration AGAIN = Duration.ofMillis(110);

  private static final int ATTEMPTS = 20;

  private final Map<Long, Work> works = new LinkedHashMap<>();
  private final Map<Long, Integer> written = new LinkedHashMap<>();
  private boolean importing;
  private final Consumer<String> says;
  private boolean grouped = groups();

  /**
   * @param says is told when the system does not group by session, or does not let us
   */
  Shares(Consumer<String> says) {
    this.says = says;
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

  /**
   * @param now whether somebody waits for an import
   */
  synchronized void importing(boolean now) throws InterruptedException {
    importing = now;
    share();
  }

  private void share() throws InterruptedException {
    int stepBack = works.containsValue(Work.RESTART) ? STEP_BACK : 0;
    for (var entry : works.entrySet()) {
      long pid = entry.getKey();
      int nice =
          switch (entry.getValue()) {
            case RESTART -> 0;
            case SERVE -> stepBack;
            case LAG -> stepBack + (importing ? LAG_BEHIND_IMPORT : LAG);
            case LAG_LAST -> stepBack + (importing ? LAG_BEHIND_IMPORT : LAG_LAST);
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
    grouped = false;
    says.accept(group + " takes no weight: the shares of a busy machine stay as they are");
  }

  /** A kernel can know groups and be told not to use them. */
  private static boolean groups() {
    try {
      return Files.exists(autogroup("self"))
          && !Files.readString(Path.of("/proc/sys/kernel/sched_autogroup_enabled"))
              .strip()
              .equals("0");
    } catch (IOException e) {
      return false;
    }
  }

  private static Path autogroup(String process) {
    return Path.of("/proc", process, "autogroup");
  }
}
