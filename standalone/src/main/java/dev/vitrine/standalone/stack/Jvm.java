package dev.vitrine.standalone.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Flags of the JVMs of a stack. */
final class Jvm {
  private Jvm() {}

  /** The program of the JDK that runs this. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Lets the JVM keep an archive of the classes it loads, written when it first ends in good order.
   * One of another class path is ignored and kept. Start-up is mostly class loading.
   */
  static List<String> classArchive(Path archive) {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive,
        "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off");
  }

  /** The command of a JVM with more flags before the others. */
  static List<String> with(List<String> command, List<String> flags) {
    int program = command.indexOf(java());
    if (program < 0) {
      return command; // no JVM
    }
    List<String> more = new ArrayList<>(command);
    more.addAll(program + 1, flags);
    return more;
  }
}
