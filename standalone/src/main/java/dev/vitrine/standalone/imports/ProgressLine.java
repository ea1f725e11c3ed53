package dev.vitrine.standalone.imports;

import java.io.PrintStream;
import java.util.function.Consumer;

/** Shows progress: a bar that is redrawn on a terminal, else a plain line every few seconds. */
public final class ProgressLine implements Consumer<ImportProgress> {
  private static final int WIDTH = 30;
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final long begin = System.nanoTime();
  private long lastPlain = begin;

  public ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void accept(ImportProgress progress) {
    long now = System.nanoTime();
    if (terminal) {
      out.print("\r\u001b[K" + bar(progress) + text(progress, now));
      if (progress.isOver()) {
        out.println();
      }
      out.flush();
    } else if (progress.isOver() || now - lastPlain > PLAIN_EVERY_NANOS) {
      lastPlain = now;
      out.println(text(progress, now));
    }
  }

  private static String bar(ImportProgress progress) {
    if (progress.total() == 0) {
      return "";
    }
    int filled = (int) Math.min(WIDTH, WIDTH * progress.read() / progress.total());
    return "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] ";
  }

  private String text(ImportProgress progress, long now) {
    double seconds = Math.max(0.1, (now - begin) / 1e9);
    return "%s: %,d rows read, %,d accepted, %,d rejected, %,.0f rows/s"
        .formatted(
            progress.state(),
            progress.read(),
            progress.accepted(),
            progress.rejected(),
            progress.read() / seconds);
  }
}
