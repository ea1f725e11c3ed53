package dev.vitrine.query.dynamodb;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of {@link DynamoTables#VIEWS} as views. */
final class Items {
  /** A compressed body that claims to be larger is none of ours. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private Items() {}

  /**
   * @throws IllegalArgumentException when no sink can have written the item
   */
  static StoredView view(Map<String, AttributeValue> item) {
    ViewVersion version =
        new ViewVersion(
            Integer.parseInt(number(item, DynamoTables.FORMAT)),
            Long.parseLong(number(item, DynamoTables.SEQUENCE)));
    AttributeValue body = attribute(item, DynamoTables.BODY);
    if (body.b() == null) {
      throw new IllegalArgumentException("body is not binary");
    }
    byte[] stored = body.b().asByteArrayUnsafe();
    byte[] bytes = is(item, DynamoTables.GZIP) ? unzip(stored) : stored;
    // Tells a cut body from a whole one without parsing it, as for Redis.
    if (bytes.length < 2 || bytes[0] != '{' || bytes[bytes.length - 1] != '}') {
      throw new IllegalArgumentException("body is no JSON object");
    }
    return new StoredView(version, is(item, DynamoTables.GONE), bytes);
  }

  static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no attribute " + name);
    }
    return value;
  }

  private static String number(Map<String, AttributeValue> item, String name) {
    String value = attribute(item, name).n();
    if (value == null) {
      throw new IllegalArgumentException(name + " is not a number");
    }
    return value;
  }

  private static boolean is(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value != null && Boolean.TRUE.equals(value.bool());
  }

  private static byte[] unzip(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] whole = in.readNBytes(MAX_BYTES + 1);
      if (whole.length > MAX_BYTES) {
        throw new IllegalArgumentException("body is larger than " + MAX_BYTES + " bytes");
      }
      return whole;
    } catch (IOException e) {
      throw new IllegalArgumentException("body is not gzip", e);
    }
  }
}
