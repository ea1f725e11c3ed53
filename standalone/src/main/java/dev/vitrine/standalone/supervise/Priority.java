package dev.vitrine.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of a busy machine a process gets. Linux groups processes by session and shares the
 * processors among the groups, so it is the group that has a weight, and {@code nice} is nothing to
 * other groups. Every part has a session of its own.
 */
final class Priority {
  /** About a third of the processor time of another process, when both want it. */
  private static final String LOW = "5";

  private Priority() {}

  /**
   * @return whether it was lowered: not on a system that does not group
   */
  static boolean lower(long pid) {
    try {
      Files.writeString(Path.of("/proc", Long.toString(pid), "autogroup"), LOW);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
