package dev.vitrine.command.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.InflaterInputStream;

/** Reads a spooled upload, a piece at a time. */
final class SpooledStream extends InputStream {
  private final Spool spool;
  private final String importId;
  private InputStream chunk = InputStream.nullInputStream();
  private int position;

  SpooledStream(Spool spool, String importId) {
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
    int read = chunk.read(target, offset, length);
    while (read < 0) {
      List<byte[]> next = spool.chunk(importId, position);
      if (next.isEmpty()) {
        return -1;
      }
      position++;
      chunk = new InflaterInputStream(new ByteArrayInputStream(next.getFirst()));
      read = chunk.read(target, offset, length);
    }
    return read;
  }
}
