package dev.vitrine.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs, each with a bound. */
final class Processes {
  private static final long BOUND_MINUTES = 5;

  /**
   * @param out what it wrote
   * @param error what it complained of
   */
  record Ended(int code, String out, String error) {}

  private Processes() {}

  static boolean has(String program) {
    try {
      return run(Checkout.HELM, "", List.of(program, "--version")).code() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** What it writes goes through files, so that it never waits for a reader. */
  static Ended run(Path folder, String input, List<String> command) {
    try {
      Path in = Files.createTempFile("vitrine", ".in");
      Path out = Files.createTempFile("vitrine", ".out");
      Path error = Files.createTempFile("vitrine", ".error");
      try {
        Files.writeString(in, input);
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(error.toFile())
                .start();
        if (!process.waitFor(BOUND_MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new IllegalStateException(command + " did not end in time");
        }
        return new Ended(
            process.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(error, StandardCharsets.UTF_8));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(error);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
