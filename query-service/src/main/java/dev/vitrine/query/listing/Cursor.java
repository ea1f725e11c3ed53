package dev.vitrine.query.listing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the next page begins, as text that means nothing to a client: base64url of a signature and
 * the last key seen. The signature also covers what is listed, so that a cursor of another listing
 * and one that was cut or changed are told apart from a position.
 */
final class Cursor {
  private static final String HMAC = "HmacSHA256";
  private static final int SIGNATURE = 12;

  /** A name key of 400 digits and an id, in base64. */
  private static final int MAX_LENGTH = 720;

  private final SecretKeySpec key;

  /**
   * @param secret the same at every replica
   */
  Cursor(String secret) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
  }

  /**
   * @param listing tells this listing from every other
   * @param last key seen
   */
  String write(String listing, String last) {
    byte[] text = last.getBytes(StandardCharsets.US_ASCII);
    byte[] cursor = Arrays.copyOf(signature(listing, last), SIGNATURE + text.length);
    System.arraycopy(text, 0, cursor, SIGNATURE, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * @param keys what a key of this listing looks like
   * @return the key
   * @throws IllegalArgumentException when the cursor was not written for this listing
   */
  String read(String listing, Pattern keys, String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("not a cursor");
    }
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    if (bytes.length <= SIGNATURE) {
      throw new IllegalArgumentException("not a cursor");
    }
    String last = new String(bytes, SIGNATURE, bytes.length - SIGNATURE, StandardCharsets.US_ASCII);
    // Written anew and compared: the decoder also takes spellings that the encoder never writes.
    if (!keys.matcher(last).matches() || !write(listing, last).equals(cursor)) {
      throw new IllegalArgumentException("not a cursor of this listing");
    }
    return last;
  }

  private byte[] signature(String listing, String last) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update((listing + "\n").getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(mac.doFinal(last.getBytes(StandardCharsets.UTF_8)), SIGNATURE);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
