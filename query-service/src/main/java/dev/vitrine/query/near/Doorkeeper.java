package dev.vitrine.query.near;

import dev.vitrine.contract.view.ViewKey;

/**
 * Remembers which keys were asked for lately, so that a full cache takes in what is asked for twice
 * and not what passes by once. Newer keys push older ones out; two keys may be taken for one, and
 * then the second comes in at once.
 */
final class Doorkeeper {
  private final int[] seen;

  /**
   * @param keys about which are remembered; 4 bytes each
   */
  Doorkeeper(int keys) {
    seen = new int[Math.max(1, Integer.highestOneBit(keys))];
  }

  /** Whether this key was seen; from now on it was. Threads that race forget one, at worst. */
  boolean hasSeen(ViewKey key) {
    int hash = Spread.of(key);
    int place = hash >>> 8 & seen.length - 1;
    boolean before = seen[place] == hash;
    seen[place] = hash;
    return before;
  }
}
