package dev.vitrine.standalone.freshness;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Times from the acknowledgement of a change to the first read that shows it.
 *
 * @param sortedNanos of the changes that were seen
 * @param neverSeen changes that no read showed in time
 * @param refused changes that the command side did not take
 * @param took how long it took to send them all
 */
public record Latencies(List<Long> sortedNanos, long neverSeen, long refused, Duration took) {
  public Latencies {
    long[] sorted = sortedNanos.stream().mapToLong(Long::longValue).sorted().toArray();
    sortedNanos = Arrays.stream(sorted).boxed().toList();
  }

  /** The nearest-rank percentile; zero when nothing was seen. */
  public Duration percentile(double percent) {
    if (sortedNanos.isEmpty()) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(percent / 100 * sortedNanos.size());
    return Duration.ofNanos(sortedNanos.get(Math.max(1, rank) - 1));
  }

  public int seen() {
    return sortedNanos.size();
  }

  /** Changes that were sent in a second. */
  public double rate() {
    return (seen() + neverSeen + refused) * 1e9 / Math.max(1, took.toNanos());
  }
}
