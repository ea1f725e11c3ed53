package dev.vitrine.standalone.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that can be told from a later one with the same pid.
 *
 * @param startTicks start in clock ticks since boot (proc(5), field 22 of stat)
 * @param bootId the boot the ticks count from
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Empty when no process has this pid (any more). */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field is the name in parentheses and may itself hold blanks and parentheses.
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (afterName[0].equals("Z")) {
        return Optional.empty();
      }
      long ticks = Long.parseLong(afterName[19]);
      return Optional.of(new ProcessIdentity(pid, ticks, Files.readString(BOOT_ID).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** This very process, not another one that got its pid later. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** The handle of this very process. */
  public Optional<ProcessHandle> handle() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }
}
