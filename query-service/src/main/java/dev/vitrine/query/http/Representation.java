package dev.vitrine.query.http;

import dev.vitrine.contract.view.VersionTag;
import dev.vitrine.query.view.Gzip;
import dev.vitrine.query.view.ReadyView;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer and the entity tag that is theirs alone.
 *
 * @param etag strong, with its quotes
 * @param content made when it is needed: an answer may be that the client has it
 * @param encoding of {@code Content-Encoding}; null for none
 */
record Representation(String etag, Supplier<byte[]> content, @Nullable String encoding) {
  private static final String GZIP = "gzip";

  /** Bytes; some milliseconds of a thread that serves others. */
  private static final int COMPRESSED_AT_ONCE = 256 * 1024;

  private static final Pattern NO_WEIGHT = Pattern.compile(";\\s*[qQ]=0(\\.0*)?\\s*");

  byte[] body() {
    return content.get();
  }

  /**
   * @param acceptEncoding null when the request has none
   */
  static Representation of(ReadyView ready, String etag, @Nullable String acceptEncoding) {
    return ready.compresses() && accepts(acceptEncoding)
        ? compressed(etag, ready::gzip)
        : new Representation(etag, () -> ready.view().body(), null);
  }

  /** The same of several, compressed at each answer, and so only where that takes no long time. */
  static Representation of(Combined combined, @Nullable String acceptEncoding) {
    int size = combined.size();
    return Gzip.pays(size) && size <= COMPRESSED_AT_ONCE && accepts(acceptEncoding)
        ? compressed(combined.etag(), () -> Gzip.of(combined.body()))
        : new Representation(combined.etag(), combined::body, null);
  }

  /**
   * The same of what is not made before it is known to be wanted.
   *
   * @param most bytes that it may have
   */
  static Representation of(
      Supplier<byte[]> body, int most, String etag, @Nullable String acceptEncoding) {
    return Gzip.pays(most) && most <= COMPRESSED_AT_ONCE && accepts(acceptEncoding)
        ? compressed(etag, () -> Gzip.of(body.get()))
        : new Representation(etag, body, null);
  }

  private static Representation compressed(String etag, Supplier<byte[]> content) {
    return new Representation(VersionTag.gzipped(etag), content, GZIP);
  }

  /** RFC 9110, section 12.5.3, as far as it concerns gzip: named, and not with a weight of zero. */
  private static boolean accepts(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    for (String coding : acceptEncoding.split(",", -1)) {
      int end = coding.indexOf(';');
      String name = end < 0 ? coding : coding.substring(0, end);
      if (name.strip().equalsIgnoreCase(GZIP)) {
        return end < 0 || !NO_WEIGHT.matcher(coding.substring(end)).matches();
      }
    }
    return false;
  }
}
