package dev.vitrine.query.view;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a store went away and once that it is back; the metrics count the rest. */
public final class Reachability {
  private static final Logger log = LoggerFactory.getLogger(Reachability.class);

  private final Source store;
  private final AtomicBoolean away = new AtomicBoolean();

  public Reachability(Source store) {
    this.store = store;
  }

  public void answered() {
    // A plain read first: this is called by every read.
    if (away.get() && away.compareAndSet(true, false)) {
      log.info("{} answers again", store.text());
    }
  }

  public StoreUnavailable failed(Throwable cause) {
    if (away.compareAndSet(false, true)) {
      log.warn("{} does not answer: {}", store.text(), cause.toString());
    }
    return new StoreUnavailable(store, String.valueOf(cause.getMessage()), cause);
  }
}
