package dev.vitrine.engines;

import java.util.ArrayList;
import java.util.List;

/**
 * Ties a child to the life of the JVM that started it, however that JVM ends, by SIGKILL too.
 *
 * <p>A shell forks a watcher and then becomes the child itself, so that the process id and the exit
 * code are the child's. The watcher reads the child's standard input, a pipe whose other end only
 * this JVM holds: at the pipe's end it kills the child; a line read means that the child has ended
 * and there is nothing to do. (Linux' parent-death signal would do without a watcher, but it fires
 * when the <em>thread</em> that started the child ends.)
 *
 * <p>The child gets a session of its own where the system has {@code setsid}, so that Ctrl-C in a
 * terminal reaches the supervisor alone, which then stops its children in order.
 */
final class Leash {
  static final byte[] RELEASE = {'\n'};

  private static final String SCRIPT =
      """
      exec 3<&0
      { read -r _ <&3 || kill -KILL $$; } </dev/null >/dev/null 2>&1 &
      exec 3<&- </dev/null
      command -v setsid >/dev/null 2>&1 && exec setsid "$@"
      exec "$@"
      """;

  private Leash() {}

  static List<String> around(List<String> command) {
    var leashed = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "leash"));
    leashed.addAll(command);
    return leashed;
  }
}
