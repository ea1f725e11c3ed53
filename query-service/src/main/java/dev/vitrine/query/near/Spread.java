package dev.vitrine.query.near;

import dev.vitrine.contract.view.ViewKey;

/** Of keys that hardly differ, numbers that do, in their upper bits most. */
final class Spread {
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  static final int BYTES = 256;

  private Spread() {}

  static int of(ViewKey key) {
    return key.hashCode() * GOLDEN_RATIO;
  }

  /** From 0 to less than {@link #BYTES}. */
  static int byteOf(ViewKey key) {
    return of(key) >>> 24;
  }
}
