package dev.vitrine.query.http;

import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Stored bodies put together without parsing them: {@code {"items":[…],"<name>":<value>,…}}.
 *
 * @param items live products by id
 * @param rest names that need no escaping, and JSON
 * @param source the farthest that was asked
 * @param staleSeconds of the view of which it is longest unknown whether it is the newest
 */
public record Combined(
    SequencedMap<String, FoundView> items,
    SequencedMap<String, byte[]> rest,
    Source source,
    long staleSeconds) {
  private static final int TAG_BYTES = 16;

  /**
   * With so many of bodies an answer takes no other. A hundred of the largest products would be 25
   * MB, and some clients that ask for them all the heap.
   */
  public static final long ENOUGH_BYTES = 4 * 1024 * 1024;

  /** Bytes of the body, or some more. */
  int size() {
    int size = 64;
    for (Map.Entry<String, byte[]> one : rest.entrySet()) {
      size += one.getKey().length() + one.getValue().length + 8;
    }
    for (FoundView item : items.values()) {
      size += item.view().body().length + 1;
    }
    return size;
  }

  byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(size());
    out.writeBytes(ascii("{\"items\":"));
    int between = '[';
    for (FoundView item : items.values()) {
      out.write(between);
      out.writeBytes(item.view().body());
      between = ',';
    }
    out.writeBytes(ascii(items.isEmpty() ? "[]" : "]"));
    rest.forEach(
        (name, value) -> {
          out.writeBytes(ascii(",\"" + name + "\":"));
          out.writeBytes(value);
        });
    out.write('}');
    return out.toByteArray();
  }

  /** Strong: of the products' own tags, which stand for their bodies, and of the rest. */
  String etag() {
    MessageDigest digest = sha256();
    items.forEach((id, item) -> digest.update(ascii(id + item.ready().etag())));
    rest.forEach(
        (name, value) -> {
          digest.update(ascii("," + name + ":"));
          digest.update(value);
        });
    byte[] tag = Arrays.copyOf(digest.digest(), TAG_BYTES);
    // Begins with a letter, so that nobody takes it for the version of a product.
    return "\"c" + Base64.getUrlEncoder().withoutPadding().encodeToString(tag) + "\"";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
