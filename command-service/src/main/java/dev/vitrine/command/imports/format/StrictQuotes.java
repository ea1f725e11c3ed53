package dev.vitrine.command.imports.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Passes CSV on and checks its quotes by RFC 4180, section 2: a quote opens a field at its very
 * beginning or is inside a quoted one. The parser is lenient where a lost quote would silently
 * swallow rows, up to the end of the file.
 */
final class StrictQuotes extends FilterReader {
  /** A quote that RFC 4180 does not allow. */
  static final class BrokenQuote extends IOException {
    private static final long serialVersionUID = 1L;
    private final long line;

    BrokenQuote(long line, String message) {
      super(message);
      this.line = line;
    }

    long line() {
      return line;
    }
  }

  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private State state = State.FIELD_START;
  private long line = 1;
  private long opened;
  private boolean afterReturn;

  StrictQuotes(Reader in) {
    super(in);
  }

  /** The line of the character that was read last. */
  long line() {
    return line;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read < 0 && state == State.QUOTED) {
      throw new BrokenQuote(opened, "the quoted cell that begins here is never closed");
    }
    for (int i = offset; i < offset + read; i++) {
      see(target[i]);
    }
    return read;
  }

  private void see(char c) throws BrokenQuote {
    if (c == '\r' || (c == '\n' && !afterReturn)) {
      line++;
    }
    afterReturn = c == '\r';
    boolean fieldEnds = c == ',' || c == '\r' || c == '\n';
    state =
        switch (state) {
          case FIELD_START -> {
            if (c == '"') {
              opened = line;
              yield State.QUOTED;
            }
            yield fieldEnds ? State.FIELD_START : State.UNQUOTED;
          }
          case UNQUOTED -> {
            if (c == '"') {
              throw new BrokenQuote(line, "a quote inside a cell that is not quoted");
            }
            yield fieldEnds ? State.FIELD_START : State.UNQUOTED;
          }
          case QUOTED -> c == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
          case QUOTE_IN_QUOTED -> {
            if (c == '"') {
              yield State.QUOTED;
            }
            if (!fieldEnds) {
              throw new BrokenQuote(line, "text after the closing quote of a cell");
            }
            yield State.FIELD_START;
          }
        };
  }
}
