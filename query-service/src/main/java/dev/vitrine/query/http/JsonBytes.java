package dev.vitrine.query.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Puts stored bodies together without parsing them. */
public final class JsonBytes {
  private JsonBytes() {}

  /**
   * {@code {"items":[…],"<name>":<value>,…}}.
   *
   * @param rest names that need no escaping, and JSON
   */
  public static byte[] items(List<byte[]> items, SequencedMap<String, byte[]> rest) {
    int size = 64;
    for (Map.Entry<String, byte[]> one : rest.entrySet()) {
      size += one.getKey().length() + one.getValue().length + 8;
    }
    for (byte[] item : items) {
      size += item.length + 1;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    out.writeBytes(ascii("{\"items\":["));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(items.get(i));
    }
    out.write(']');
    rest.forEach(
        (name, value) -> {
          out.writeBytes(ascii(",\"" + name + "\":"));
          out.writeBytes(value);
        });
    out.write('}');
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
