package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The start of a service from what an earlier life has shown: the JVM's ahead-of-time cache of
 * loaded and linked classes and of method profiles. The first life of a jar records; every later
 * start takes a third of the time.
 */
final class TrainedStart {
  /** Assembling the cache takes a processor for a quarter of a minute. */
  private static final Duration BOUND = Duration.ofMinutes(2);

  /** Mapped where it was written for, page by page as it is used: else it is moved as a whole. */
  private static final String UNMOVED = "-XX:ArchiveRelocationMode=0";

  private final Path flags;
  private final Path cache;
  private final Path recording;
  private final boolean trains;

  /**
   * @param folder of the jar that is started
   * @param trains whether to record where nothing was recorded yet
   */
  TrainedStart(Path folder, boolean trains) {
    this.trains = trains;
    flags = folder.resolve("start.flags");
    cache = folder.resolve("start.aot");
    recording = folder.resolve("recording.aot");
  }

  /** For the command line: the file of flags as each start finds it. */
  String flags() {
    return "@" + flags;
  }

  /** Before each start: to record, or to use what was recorded. */
  void prepare() throws IOException {
    take();
    List<String> now = List.of();
    if (Files.exists(cache)) {
      now = List.of("-XX:AOTCache=" + cache, "-XX:+UnlockDiagnosticVMOptions", UNMOVED);
    } else if (trains) {
      now = List.of("-XX:AOTCacheOutput=" + recording, "-Xlog:aot*=off");
    }
    Files.write(flags, now.stream().map(TrainedStart::quoted).toList());
  }

  /** Whether the life that began last records. */
  boolean records() {
    return trains && !Files.exists(cache);
  }

  /**
   * Ends the recording; the service goes on, and others that are started by its flags use what it
   * recorded.
   *
   * @param log gets what the JVM says of it
   */
  void end(long pid, Path log) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(Jvm.java()).resolveSibling("jcmd").toString(),
                Long.toString(pid),
                "AOT.end_recording")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!jcmd.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
        throw new StandaloneException("its start could not be trained (log: " + log + ")");
      }
    } finally {
      jcmd.destroyForcibly();
    }
    prepare();
  }

  /** The JVM writes the cache beside its notes, and removes them once it is complete. */
  private void take() throws IOException {
    Path notes = recording.resolveSibling(recording.getFileName() + ".config");
    if (Files.exists(recording) && !Files.exists(notes)) {
      Files.move(recording, cache, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(recording);
      Files.deleteIfExists(notes);
    }
  }

  private static String quoted(String flag) {
    return '"' + flag.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
