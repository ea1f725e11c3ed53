package dev.vitrine.standalone.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a real JVM, which records, goes on, and leaves flags that a next one starts by. */
class TrainedStartTest {
  private static final Duration BOUND = Duration.ofMinutes(1);

  /** What is started: alone, without the class around it. Ends by itself. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("begun");
      Thread.sleep(60_000);
    }
  }

  @Test
  void what_was_recorded_is_used_by_whoever_starts_by_its_flags_from_then_on(@TempDir Path folder)
      throws IOException, InterruptedException {
    var start = new TrainedStart(folder, true);
    Path jar = jar(folder);
    start.prepare();
    assertThat(start.records()).isTrue();
    Process first = begin(start, jar);
    try {
      said(first);
      start.end(first.pid(), folder.resolve("log"));
      assertThat(first.isAlive()).isTrue();
      assertThat(start.records()).as(Files.readString(folder.resolve("log"))).isFalse();

      Process beside = begin(start, jar, "-XX:AOTMode=on", "-Xlog:aot");
      try {
        assertThat(said(beside)).contains("Opened AOT cache");
      } finally {
        stop(beside);
      }
    } finally {
      stop(first);
    }
  }

  private static Process begin(TrainedStart start, Path jar, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(Jvm.java(), start.flags()));
    command.addAll(List.of(more));
    command.addAll(List.of("-jar", jar.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Until it runs. */
  private static String said(Process process) throws IOException {
    var lines = new StringBuilder();
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); !"begun".equals(line); line = reader.readLine()) {
      assertThat(line).as("ended after %s", lines).isNotNull();
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** The JVM takes no classes that lie in folders. */
  private static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("sleeper.jar");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Sleeper.class.getName());
    String entry = Sleeper.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var bytes = requireNonNull(Sleeper.class.getClassLoader()).getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      requireNonNull(bytes).transferTo(out);
    }
    return jar;
  }
}
