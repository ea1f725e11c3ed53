package dev.vitrine.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs an engine's own tool to its end, with its output appended to a log. */
final class Tool {
  private static final Duration WITHIN = Duration.ofMinutes(5);

  private Tool() {}

  /**
   * @param input what it reads from standard input
   * @throws EngineFailure when it fails or takes longer than five minutes
   */
  static void run(List<String> command, String input, Path log)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try (var in = process.outputWriter()) {
      in.write(input);
    }
    if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new EngineFailure(command.getFirst() + " took longer than " + WITHIN);
    }
    if (process.exitValue() != 0) {
      throw new EngineFailure(
          command.getFirst()
              + " ended with "
              + process.exitValue()
              + ":\n"
              + ChildProcess.tail(log));
    }
  }
}
