package dev.vitrine.command.product;

import java.security.SecureRandom;
import java.util.UUID;

/** UUIDs that sort by time (RFC 9562, section 5.7), so that new products are near in the index. */
final class UuidV7 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private UuidV7() {}

  /**
   * @param millis since the epoch
   */
  static UUID next(long millis) {
    long high = (millis << 16) | 0x7000 | RANDOM.nextInt(0x1000);
    long low = 0x8000_0000_0000_0000L | (RANDOM.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
