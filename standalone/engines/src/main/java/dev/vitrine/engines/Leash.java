package dev.vitrine.engines;

import java.nio.file.Files;
import java.nio.file.Path;
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
 * <p>Watcher and child get a session of their own where the system has {@code setsid}: Ctrl-C in a
 * terminal then reaches the supervisor alone, which stops its children in order, and who kills the
 * process group of this JVM does not kill the watcher before it could act.
 */
final class Leash {
  static final byte[] RELEASE = {'\n'};

  private static final String SCRIPT =
      """
      exec 3<&0
      { read -r _ <&3 || kill -KILL $$; } </dev/null >/dev/null 2>&1 &
      exec 3<&- </dev/null
      exec "$@"
      """;

  private static final boolean SESSIONS = Files.isExecutable(Path.of("/usr/bin/setsid"));

  private Leash() {}

  static List<String> around(List<String> command) {
    var leashed = new ArrayList<String>();
    if (SESSIONS) {
      leashed.add("/usr/bin/setsid");
    }
    leashed.addAll(List.of("/bin/sh", "-c", SCRIPT, "leash"));
    leashed.addAll(command);
    return leashed;
  }
}
