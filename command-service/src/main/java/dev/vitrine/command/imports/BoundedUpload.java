package dev.vitrine.command.imports;

import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The text of an upload, inflated when it is gzip, within bounds of size and of the ratio that a
 * decompression bomb needs.
 */
final class BoundedUpload extends InputStream {
  /** Real catalogs reach 10 to 30; DEFLATE itself ends at 1,032. */
  private static final int MAX_RATIO = 200;

  private static final long RATIO_COUNTS_FROM = 16L * 1024 * 1024;

  private final Counting sent;
  private final InputStream text;
  private final boolean gzip;
  private final long maxBytes;
  private long bytes;

  private BoundedUpload(Counting sent, InputStream text, boolean gzip, long maxBytes) {
    this.sent = sent;
    this.text = text;
    this.gzip = gzip;
    this.maxBytes = maxBytes;
  }

  /**
   * @param contentEncoding the header, which a client may leave out also for gzip
   */
  static BoundedUpload open(InputStream body, @Nullable String contentEncoding, long maxBytes)
      throws IOException {
    String encoding =
        contentEncoding == null ? "identity" : contentEncoding.strip().toLowerCase(Locale.ROOT);
    boolean saidGzip = encoding.equals("gzip") || encoding.equals("x-gzip");
    if (!saidGzip && !encoding.equals("identity")) {
      throw refused(ProblemType.UNSUPPORTED_ENCODING, "Content-Encoding must be gzip or absent.");
    }
    Counting sent = new Counting(body);
    BufferedInputStream head = new BufferedInputStream(sent, 64 * 1024);
    head.mark(2);
    int first = head.read();
    int second = head.read();
    head.reset();
    if (first < 0) {
      throw refused(ProblemType.EMPTY_UPLOAD, "The upload is empty.");
    }
    boolean gzip = first == 0x1f && second == 0x8b;
    if (saidGzip && !gzip) {
      throw refused(ProblemType.BAD_GZIP, "Content-Encoding says gzip, the body is not.");
    }
    try {
      InputStream text = gzip ? new GZIPInputStream(new Members(head), 64 * 1024) : head;
      return new BoundedUpload(sent, text, gzip, maxBytes);
    } catch (ZipException | EOFException e) {
      throw badGzip(e);
    }
  }

  /** Bytes of text read so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = text.read(target, offset, length);
    } catch (ZipException | EOFException e) {
      throw badGzip(e);
    }
    bytes += Math.max(0, read);
    if (bytes > maxBytes) {
      throw refused(
          ProblemType.UPLOAD_TOO_LARGE,
          "An upload holds at most " + maxBytes + " bytes, inflated.");
    }
    if (gzip && bytes > RATIO_COUNTS_FROM && bytes / MAX_RATIO > sent.bytes) {
      throw refused(
          ProblemType.UPLOAD_TOO_LARGE,
          "The upload inflates to more than " + MAX_RATIO + " times.");
    }
    return read;
  }

  private static ProblemException badGzip(IOException e) {
    String why = e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage());
    return refused(ProblemType.BAD_GZIP, "The upload is not proper gzip: " + why + ".");
  }

  private static ProblemException refused(ProblemType type, String detail) {
    return new ProblemException(Problem.of(type, detail));
  }

  /** Counts what came over the wire. */
  private static final class Counting extends FilterInputStream {
    private long bytes;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      bytes += Math.max(0, read);
      return read;
    }
  }

  /**
   * Says that there may be more. GZIPInputStream looks for a further member only where something is
   * available, which at that moment may still be on its way: it would end early without a word.
   */
  private static final class Members extends FilterInputStream {
    Members(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }
}
