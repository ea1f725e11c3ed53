package dev.vitrine.command.imports.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of bytes, ended by LF or CRLF, of which none takes more memory than the bound. */
final class Lines {
  /** A line that is longer than this is passed over. */
  static final int MAX_BYTES = 1024 * 1024;

  /**
   * @param bytes without the line's end; null when it was too long
   * @param binary it holds a zero byte, which no text does
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one row
  record Line(long number, byte @Nullable [] bytes, boolean binary) {}

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private byte[] line = new byte[4096];
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line, or null at the end. A file that ends with a line's end has no line after it. */
  @Nullable Line next() throws IOException {
    if (position == limit && !fill()) {
      return null;
    }
    number++;
    int length = 0;
    boolean tooLong = false;
    boolean binary = false;
    do {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        binary |= buffer[end] == 0;
        end++;
      }
      int piece = end - position;
      if (tooLong || length + piece > MAX_BYTES) {
        tooLong = true;
      } else {
        append(length, piece);
        length += piece;
      }
      position = end;
      if (end < limit) {
        position++;
        break;
      }
    } while (fill());
    if (tooLong) {
      return new Line(number, null, binary);
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new Line(number, Arrays.copyOf(line, length), binary);
  }

  private void append(int length, int piece) {
    if (length + piece > line.length) {
      line = Arrays.copyOf(line, Math.max(length + piece, Math.min(line.length * 2, MAX_BYTES)));
    }
    System.arraycopy(buffer, position, line, length, piece);
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }
}
