package dev.vitrine.command.imports;

import java.io.IOException;
import java.io.InputStream;

/** Hands an upload on and keeps in the spool what it hands on: one reading checks and stores. */
final class SpoolingStream extends InputStream {
  private final InputStream in;
  private final Spool spool;
  private final String importId;
  private final byte[] chunk = new byte[Spool.CHUNK_BYTES];
  private int filled;
  private int position;

  SpoolingStream(InputStream in, Spool spool, String importId) {
    this.in = in;
    this.spool = spool;
    this.importId = importId;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    for (int done = 0; done < read; ) {
      int piece = Math.min(read - done, chunk.length - filled);
      System.arraycopy(target, offset + done, chunk, filled, piece);
      filled += piece;
      done += piece;
      if (filled == chunk.length) {
        flush();
      }
    }
    return read;
  }

  /** To be called at the end of the upload: keeps what is left. */
  void finish() {
    if (filled > 0) {
      flush();
    }
  }

  private void flush() {
    spool.append(importId, position++, chunk, filled);
    filled = 0;
  }
}
