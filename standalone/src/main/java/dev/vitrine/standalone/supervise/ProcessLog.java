package dev.vitrine.standalone.supervise;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A process's output file. The process itself appends to it, so that its last words are kept even
 * when its supervisor dies first; the supervisor only bounds its size.
 */
final class ProcessLog {
  private static final long MOST_BYTES = 16L * 1024 * 1024;
  private static final int TAIL_BYTES = 8 * 1024;

  private final Path file;

  ProcessLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Copies what is there beside it and starts again, once the file has grown too long. */
  void bound() throws IOException {
    if (!Files.exists(file) || Files.size(file) < MOST_BYTES) {
      return;
    }
    Path old = file.resolveSibling(file.getFileName() + ".1");
    Files.copy(file, old, StandardCopyOption.REPLACE_EXISTING);
    // The process appends (O_APPEND), so its next line lands at the new end of the file.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  /** The last lines, for telling why a process died. */
  List<String> tail(int lines) {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - TAIL_BYTES);
      in.seek(from);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.readFully(bytes);
      List<String> all =
          new String(bytes, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
