package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads what a log has got since the last look; starts over when the log did. */
final class LogFollower {
  private static final int MOST_BYTES = 64 * 1024;

  private final Path log;
  private long position;

  private LogFollower(Path log, long position) {
    this.log = log;
    this.position = position;
  }

  /** Of what will be written from now on. */
  static LogFollower fromEnd(Path log) {
    return new LogFollower(log, size(log));
  }

  /** Of the last bytes that are there, and of what comes. */
  static LogFollower fromTail(Path log, int bytes) {
    return new LogFollower(log, Math.max(0, size(log) - bytes));
  }

  /** Whole lines only; the rest of a line comes with a later look. */
  void copyNew(Consumer<String> to) {
    try {
      long size = size(log);
      if (size < position) {
        position = 0;
      }
      while (position < size) {
        String text = read((int) Math.min(MOST_BYTES, size - position));
        int end = text.lastIndexOf('\n') + 1;
        if (end == 0) {
          return;
        }
        text.substring(0, end).lines().forEach(to);
        position += text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1).length;
      }
    } catch (IOException e) {
      throw new StandaloneException("cannot read " + log + ": " + e.getMessage(), e);
    }
  }

  private String read(int bytes) throws IOException {
    try (var in = new RandomAccessFile(log.toFile(), "r")) {
      byte[] read = new byte[bytes];
      in.seek(position);
      in.readFully(read);
      return new String(read, StandardCharsets.ISO_8859_1);
    }
  }

  private static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new StandaloneException("cannot read " + log + ": " + e.getMessage(), e);
    }
  }
}
