package dev.vitrine.query.view;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that a store went away, and once that it is back: when it has answered for a while
 * without a failure, since one that is slow does both in turn. The metrics count the rest.
 */
public final class Reachability {
  private static final Logger log = LoggerFactory.getLogger(Reachability.class);
  private static final long STEADY = Duration.ofSeconds(5).toNanos();

  private final Source store;
  private final LongSupplier nanoTime;
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile long lastFailure;

  public Reachability(Source store) {
    this(store, System::nanoTime);
  }

  Reachability(Source store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  public void answered() {
    // A plain read first: this is called by every read.
    if (away.get()
        && nanoTime.getAsLong() - lastFailure >= STEADY
        && away.compareAndSet(true, false)) {
      log.info("{} answers again", store.text());
    }
  }

  public StoreUnavailable failed(Throwable cause) {
    lastFailure = nanoTime.getAsLong();
    if (away.compareAndSet(false, true)) {
      log.warn("{} does not answer: {}", store.text(), cause.toString());
    }
    return new StoreUnavailable(store, String.valueOf(cause.getMessage()), cause);
  }
}
