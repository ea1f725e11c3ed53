package dev.vitrine.contract.view;

import java.util.Comparator;

/**
 * The order of views of one key: newer wins at every store.
 *
 * @param format the release of the fold's output; 0 for pointers, which are ordered by generation
 *     alone
 * @param sequence the Axon sequence number of the last event in the view, or a pointer's generation
 */
public record ViewVersion(int format, long sequence) implements Comparable<ViewVersion> {
  /** The format this release of the fold writes. */
  public static final int CURRENT_FORMAT = 1;

  private static final Comparator<ViewVersion> ORDER =
      Comparator.comparingInt(ViewVersion::format).thenComparingLong(ViewVersion::sequence);

  public static ViewVersion ofSequence(long sequence) {
    return new ViewVersion(CURRENT_FORMAT, sequence);
  }

  public static ViewVersion ofGeneration(long generation) {
    return new ViewVersion(0, generation);
  }

  public boolean newerThan(ViewVersion other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(ViewVersion other) {
    return ORDER.compare(this, other);
  }

  /** The strong ETag of the body, with its quotes. */
  public String etag() {
    return new VersionTag(this, null).text();
  }
}
