package dev.vitrine.query.listing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where the next page begins, as text that means nothing to a client: base64url of a checksum and
 * the last key seen. The checksum also covers category, order and currency, so that a cursor of
 * another listing and one that was cut or changed are told apart from a position. It is no secret:
 * a listing is public, and a forged position shows nothing that paging would not.
 */
final class Cursor {
  private static final int CHECKSUM = 8;

  /** A name key of 400 digits and an id, in base64. */
  private static final int MAX_LENGTH = 720;

  private Cursor() {}

  static String write(String category, ListingOrder order, String key) {
    byte[] text = key.getBytes(StandardCharsets.US_ASCII);
    byte[] cursor = Arrays.copyOf(checksum(category, order, key), CHECKSUM + text.length);
    System.arraycopy(text, 0, cursor, CHECKSUM, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * @return the key
   * @throws IllegalArgumentException when the cursor was not written for this listing
   */
  static String read(String category, ListingOrder order, String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("not a cursor");
    }
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    if (bytes.length <= CHECKSUM) {
      throw new IllegalArgumentException("not a cursor");
    }
    String key = new String(bytes, CHECKSUM, bytes.length - CHECKSUM, StandardCharsets.US_ASCII);
    // Written anew and compared: the decoder also takes spellings that the encoder never writes.
    if (!order.keys().matcher(key).matches() || !write(category, order, key).equals(cursor)) {
      throw new IllegalArgumentException("not a cursor of this listing");
    }
    return key;
  }

  private static byte[] checksum(String category, ListingOrder order, String key) {
    String currency = order instanceof ListingOrder.Price(String code, boolean _) ? code : "";
    String all = String.join("\n", category, order.text(), currency, key);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, CHECKSUM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
