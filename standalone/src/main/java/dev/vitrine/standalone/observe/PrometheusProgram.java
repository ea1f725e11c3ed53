package dev.vitrine.standalone.observe;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Where the machine has a program of Prometheus; see {@code .ci/prometheus}. */
public final class PrometheusProgram {
  private static final Duration BOUND = Duration.ofMinutes(5);

  private PrometheusProgram() {}

  /**
   * @param root of the checkout
   * @param name {@code prometheus}, {@code promtool} or {@code amtool}
   * @throws StandaloneException in one line that says what to install
   */
  public static Path find(Path root, String name) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(root.resolve(".ci/prometheus").toString(), name).start();
      if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StandaloneException(name + " was not found in " + BOUND.toMinutes() + " minutes");
      }
      // A line each, which a pipe holds.
      String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new StandaloneException(
            new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .replaceFirst("^vitrine: ", ""));
      }
      return Path.of(path.strip());
    } catch (IOException e) {
      throw new StandaloneException("cannot look for " + name + ": " + e.getMessage(), e);
    }
  }
}
