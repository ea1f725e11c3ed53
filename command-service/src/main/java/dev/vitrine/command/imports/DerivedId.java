package dev.vitrine.command.imports;

import dev.vitrine.contract.Limits;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Ids of products whose rows have none: the handle or SKU itself where it can be an id, so that the
 * same row always means the same product.
 */
final class DerivedId {
  private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9._-]+");

  /** 64 bits in hex and the dash before them. */
  private static final int SUFFIX = 17;

  private static final int MAX = 64;

  private DerivedId() {}

  /** What had to be replaced or cut is told apart by a hash of the whole. */
  static String of(String key) {
    if (Limits.ID.matcher(key).matches()) {
      return key;
    }
    String plain = OTHERS.matcher(key).replaceAll("-");
    String cut = plain.substring(0, Math.min(plain.length(), MAX - SUFFIX));
    byte[] hash = Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    return cut + "-" + HexFormat.of().formatHex(hash, 0, 8);
  }
}
