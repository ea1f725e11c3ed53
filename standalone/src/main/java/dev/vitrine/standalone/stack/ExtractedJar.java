package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.Folders;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A service's executable jar, taken apart as Boot's own tool does it. Started so it loads faster
 * than from jars within a jar, and only so the JVM can keep an archive of its classes.
 */
final class ExtractedJar {
  private static final Duration BOUND = Duration.ofMinutes(3);

  private final Path jar;
  private final Path folder;

  /**
   * @param folder of its own in the cache; emptied when the jar has changed
   */
  ExtractedJar(Path jar, Path folder) {
    this.jar = jar;
    this.folder = folder;
  }

  /** What to start: {@code java -jar}. */
  Path program() {
    return folder.resolve(jar.getFileName());
  }

  /** Takes the jar apart unless that was done with just this one. */
  void ensure(Path log) throws IOException, InterruptedException {
    if (!Files.isRegularFile(jar)) {
      throw new StandaloneException(jar + " is missing: build with ./mvnw package");
    }
    Path stamp = folder.resolve("extracted");
    // By content: reproducible jars all have the same time. Of the JVM too: what it recorded of the
    // jar is of use to itself alone.
    String version = checksum() + " " + Files.size(jar) + " " + Runtime.version();
    if (Files.isRegularFile(stamp) && Files.readString(stamp).equals(version)) {
      return;
    }
    Folders.delete(folder);
    Path next = folder.resolveSibling(folder.getFileName() + ".next");
    Folders.delete(next);
    extract(next, log);
    Files.writeString(next.resolve("extracted"), version);
    Files.move(next, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Against mistakes alone: a cryptographic one takes half a second of each start, this 20 ms. */
  private long checksum() throws IOException {
    try (var in = new CheckedInputStream(Files.newInputStream(jar), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  private void extract(Path to, Path log) throws IOException, InterruptedException {
    Files.createDirectories(to.getParent());
    Process tool =
        new ProcessBuilder(
                List.of(
                    Jvm.java(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Djarmode=tools",
                    "-jar",
                    jar.toString(),
                    "extract",
                    "--destination",
                    to.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (!tool.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
      tool.destroyForcibly();
      throw new StandaloneException("taking " + jar + " apart takes too long");
    }
    if (tool.exitValue() != 0) {
      throw new StandaloneException("cannot take " + jar + " apart (log: " + log + ")");
    }
  }
}
