package dev.vitrine.query.http;

import dev.vitrine.query.view.ReadyView;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer and the entity tag that is theirs alone.
 *
 * @param etag strong, with its quotes
 * @param encoding of {@code Content-Encoding}; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to the socket as they are
record Representation(String etag, byte[] body, @Nullable String encoding) {
  private static final String GZIP = "gzip";
  private static final Pattern NO_WEIGHT = Pattern.compile(";\\s*[qQ]=0(\\.0*)?\\s*");

  /**
   * @param acceptEncoding null when the request has none
   */
  static Representation of(ReadyView ready, String etag, @Nullable String acceptEncoding) {
    if (ready.compresses() && acceptEncoding != null && accepts(acceptEncoding)) {
      String own = etag.substring(0, etag.length() - 1) + "-" + GZIP + "\"";
      return new Representation(own, ready.gzip(), GZIP);
    }
    return new Representation(etag, ready.view().body(), null);
  }

  /** RFC 9110, section 12.5.3, as far as it concerns gzip: named, and not with a weight of zero. */
  private static boolean accepts(String acceptEncoding) {
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
