package dev.vitrine.command.imports.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an upload row by row in bounded memory. Reading the same bytes again gives the same rows,
 * so that a count of rows is a place to resume from.
 */
public interface RowReader {
  /** The next row, or null at the end. */
  @Nullable Row next() throws IOException;

  /** Passes over rows that were decided before, as cheaply as the format allows. */
  default void skip(long rows) throws IOException {
    for (long i = 0; i < rows && next() != null; i++) {}
  }
}
