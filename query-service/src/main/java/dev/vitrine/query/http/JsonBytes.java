package dev.vitrine.query.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts stored bodies together without parsing them. */
public final class JsonBytes {
  private JsonBytes() {}

  /** {@code {"items":[…],"<name>":<value>}}. */
  public static byte[] items(List<byte[]> items, String name, byte[] value) {
    int size = 64 + name.length() + value.length;
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
    out.writeBytes(ascii("],\"" + name + "\":"));
    out.writeBytes(value);
    out.write('}');
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
