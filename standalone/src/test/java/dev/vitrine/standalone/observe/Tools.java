package dev.vitrine.standalone.observe;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of Prometheus, run to their end. */
final class Tools {
  static final Path ROOT = Path.of(System.getProperty("vitrine.root"));
  static final Path FILES = ROOT.resolve("observability");

  /**
   * @param text what it wrote, complaints too
   */
  record Ended(int code, String text) {}

  private Tools() {}

  /** The test is skipped, and says so, where the program is not to be had. */
  static Ended run(String tool, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    try {
      command.add(PrometheusProgram.find(ROOT, tool).toString());
    } catch (StandaloneException e) {
      System.err.println("SKIPPED: " + e.getMessage());
      Assumptions.abort(String.valueOf(e.getMessage()));
    }
    command.addAll(arguments);
    Path out = Files.createTempFile("vitrine", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FILES.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " does not end");
      }
      return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
    }
  }
}
