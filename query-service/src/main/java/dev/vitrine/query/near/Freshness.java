package dev.vitrine.query.near;

import java.time.Duration;

/** What is known of the way from the views topic to this process. */
interface Freshness {
  /** {@code System.nanoTime()} as of which every entry of the cache is known to be the newest. */
  long currentAsOf();

  /** Whether this replica knows what an earlier life of it can have answered. */
  boolean isReady();

  /** {@code System.nanoTime()} since when it does. */
  long readySince();

  /** Without Kafka nothing is known, and nothing waited for. */
  Freshness NONE =
      new Freshness() {
        private final long longAgo = System.nanoTime() - Duration.ofDays(1).toNanos();

        @Override
        public long currentAsOf() {
          return longAgo;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public long readySince() {
          return longAgo;
        }
      };
}
