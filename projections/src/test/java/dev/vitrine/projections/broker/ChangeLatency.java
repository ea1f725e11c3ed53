package dev.vitrine.projections.broker;

import dev.vitrine.contract.event.ProductEvent.ProductRenamed;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** From an event's send to its view's arrival at a read_committed consumer, at a steady rate. */
record ChangeLatency(double p50Millis, double p99Millis) {
  private static final int EVERY_MILLIS = 20;

  /** Renames products 0 to {@code count}, which must be at the sequence before. */
  static ChangeLatency measure(EventLog events, ViewLog views, int count, long sequence) {
    Map<String, Long> sent = new ConcurrentHashMap<>();
    long[] taken = new long[count];
    AtomicInteger next = new AtomicInteger();
    int[] seen = {0};
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      var sending =
          clock.scheduleAtFixedRate(
              () -> {
                int product = next.getAndIncrement();
                if (product < count) {
                  String id = "p" + product;
                  sent.put("product:" + id, System.nanoTime());
                  events.append(id, sequence, new ProductRenamed(id, Map.of("en", "x")), true);
                }
              },
              0,
              EVERY_MILLIS,
              TimeUnit.MILLISECONDS);
      try {
        views.readUntil(
            () -> seen[0] == count,
            Duration.ofMinutes(1),
            view -> {
              Long start = sent.get(view.key());
              if (start != null && ViewLog.sequence(view) == sequence) {
                taken[seen[0]++] = System.nanoTime() - start;
              }
            });
      } finally {
        sending.cancel(true);
      }
    }
    Arrays.sort(taken);
    return new ChangeLatency(millis(taken[count / 2]), millis(taken[count * 99 / 100]));
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
