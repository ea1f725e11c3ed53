package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.Row;
import dev.vitrine.command.imports.format.RowReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The rows of an import in chunks. Reads and judges one chunk ahead, while the database is busy
 * with the one before.
 */
final class Candidates implements AutoCloseable {
  /** A chunk ends here, however few rows it has: what is in memory at a time is bounded. */
  private static final int CHUNK_CHARS = 2 * 1024 * 1024;

  private final RowReader rows;
  private final int chunkRows;
  private final ExecutorService reading =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("import-reader").factory());
  private Future<List<Candidate>> ahead;

  /**
   * @param skip rows that were decided before
   */
  Candidates(RowReader rows, long skip, int chunkRows) {
    this.rows = rows;
    this.chunkRows = chunkRows;
    ahead =
        reading.submit(
            () -> {
              rows.skip(skip);
              return read();
            });
  }

  /**
   * The next chunk; empty at the end.
   *
   * @param meanwhile run at every {@code pause} in which there is none yet: skipping can take long
   */
  List<Candidate> next(Duration pause, Runnable meanwhile)
      throws IOException, InterruptedException {
    try {
      List<Candidate> chunk = await(pause, meanwhile);
      if (!chunk.isEmpty()) {
        ahead = reading.submit(this::read);
      }
      return chunk;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw new IOException(io);
        case RuntimeException runtime -> throw runtime;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private List<Candidate> await(Duration pause, Runnable meanwhile)
      throws ExecutionException, InterruptedException {
    while (true) {
      try {
        return ahead.get(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        meanwhile.run();
      }
    }
  }

  private List<Candidate> read() throws IOException {
    List<Candidate> chunk = new ArrayList<>();
    int chars = 0;
    while (chunk.size() < chunkRows && chars < CHUNK_CHARS) {
      Row row = rows.next();
      if (row == null) {
        break;
      }
      Candidate candidate = Judge.judge(row);
      chunk.add(candidate);
      chars += candidate.size();
    }
    return chunk;
  }

  /** Lets the reading at hand end: an interrupt would close the database connection under it. */
  @Override
  public void close() {
    reading.shutdown();
  }
}
