package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewVersion;

/**
 * What a reader has seen or asks for: a view that falls short in either part is older.
 *
 * @param format of the fold's output; 0 for any
 * @param sequence -1 for any
 */
public record AtLeast(int format, long sequence) {
  public static final AtLeast ANY = new AtLeast(0, -1);

  /** By its sequence: what only the format makes newer says the same. */
  public static AtLeast newerThan(ViewVersion version) {
    return new AtLeast(version.format(), version.sequence() + 1);
  }

  public boolean isMetBy(ViewVersion version) {
    return version.format() >= format && version.sequence() >= sequence;
  }

  /** Both at once. */
  public AtLeast and(AtLeast other) {
    return new AtLeast(Math.max(format, other.format), Math.max(sequence, other.sequence));
  }
}
