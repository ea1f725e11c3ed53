package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.Records;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records of listing entries. */
final class Entries {
  private Entries() {}

  /**
   * @param price JSON members, currency to key
   */
  static SinkRecord live(String category, String product, long version, String name, String price) {
    return Records.live("listing:" + category + ":" + product, version, body(product, name, price));
  }

  static SinkRecord gone(String category, String product, long version) {
    return Records.gone(
        "listing:" + category + ":" + product,
        version,
        "{\"category\":\"%s\",\"product\":\"%s\",\"version\":%d}"
            .formatted(category, product, version));
  }

  private static String body(String product, String name, String price) {
    return """
    {"category":"c","product":"%1$s","version":1,"sort":{"name":"%2$s.%1$s",\
    "newest":"2026-11-22T00:35:31.000000Z.%1$s","price":{%3$s}}}\
    """
        .formatted(product, name, price);
  }
}
