package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** What the supervisor tells: to its terminal and to its log, one timed line each. */
public final class Say implements Consumer<String> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final long MOST_BYTES = 1024 * 1024;

  private final PrintStream terminal;
  private final Path log;

  public Say(PrintStream terminal, Path log) {
    this.terminal = terminal;
    this.log = log;
    try {
      if (Files.exists(log) && Files.size(log) > MOST_BYTES) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new StandaloneException("cannot turn over " + log + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void accept(String line) {
    plain(TIME.format(LocalTime.now(ZoneId.systemDefault())) + "  " + line);
  }

  /** Without the time. */
  public synchronized void plain(String line) {
    terminal.println(line);
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A full disk must not end the supervision of what still runs.
      terminal.println("cannot write " + log + ": " + new UncheckedIOException(e).getMessage());
    }
  }
}
