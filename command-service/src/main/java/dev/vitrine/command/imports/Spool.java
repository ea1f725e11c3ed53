package dev.vitrine.command.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Uploads in the database: they survive every crash and every replica can go on with them. Each
 * piece is a transaction of its own, so that a slow upload keeps none open.
 */
@Component
final class Spool {
  static final int CHUNK_BYTES = 1024 * 1024;

  private final JdbcTemplate jdbc;

  Spool(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps one more piece. */
  void append(String importId, int position, byte[] bytes, int length) {
    jdbc.update(
        "INSERT INTO import_chunk (import_id, position, data) VALUES (?, ?, ?)",
        importId,
        position,
        deflate(bytes, length));
  }

  /** The upload from its beginning. */
  InputStream read(String importId) {
    return new SpooledStream(this, importId);
  }

  /** One piece, deflated; empty when there is none. */
  List<byte[]> chunk(String importId, int position) {
    return jdbc.query(
        "SELECT data FROM import_chunk WHERE import_id = ? AND position = ?",
        (row, _) -> row.getBytes(1),
        importId,
        position);
  }

  private static byte[] deflate(byte[] bytes, int length) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream(length / 4);
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater, 64 * 1024)) {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }
}
