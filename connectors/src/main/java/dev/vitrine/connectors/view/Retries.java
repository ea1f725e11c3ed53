package dev.vitrine.connectors.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long to wait before the next try, and when to give up: backoff doubles up to a bound. */
final class Retries {
  private final Duration first;
  private final Duration longest;
  private final Duration total;
  private @Nullable Instant since;
  private Duration next;

  Retries(Duration first, Duration longest, Duration total) {
    this.first = first;
    this.longest = longest;
    this.total = total;
    this.next = first;
  }

  /** The pause before the next try, or null when the failures have lasted too long. */
  @Nullable Duration failed(Instant now) {
    Instant began = since == null ? now : since;
    since = began;
    if (Duration.between(began, now).compareTo(total) >= 0) {
      return null;
    }
    Duration pause = next;
    next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
    return pause;
  }

  void succeeded() {
    since = null;
    next = first;
  }

  Duration total() {
    return total;
  }
}
