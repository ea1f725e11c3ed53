package dev.vitrine.query.product;

import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.view.StoresBehind;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Read your own write: looks again until the version is there or the wait is over. */
final class VersionWait {
  private static final Duration STEP = Duration.ofMillis(25);
  private static final Duration LONGEST_STEP = Duration.ofMillis(100);

  private final Duration longest;
  private final Semaphore readers;

  VersionWait(WaitSettings settings) {
    this.longest = settings.longest();
    this.readers = new Semaphore(settings.readers());
  }

  /**
   * Never an older version: that is a 503 which says when to ask again.
   *
   * @param read one look
   * @param preferred how long the client would wait, zero for not at all
   */
  Mono<ProductRead> until(Seen seen, Duration preferred, Supplier<Mono<ProductRead>> read) {
    Duration wait = preferred.compareTo(longest) < 0 ? preferred : longest;
    return satisfying(seen, read)
        .switchIfEmpty(
            Mono.defer(
                () -> {
                  if (wait.isZero() || !readers.tryAcquire()) {
                    return tooEarly();
                  }
                  return again(seen, STEP, read)
                      .timeout(wait, Mono.defer(VersionWait::tooEarly))
                      .doFinally(_ -> readers.release());
                }));
  }

  private Mono<ProductRead> again(Seen seen, Duration pause, Supplier<Mono<ProductRead>> read) {
    Duration longer = pause.multipliedBy(2);
    Duration next = longer.compareTo(LONGEST_STEP) < 0 ? longer : LONGEST_STEP;
    return Mono.delay(pause)
        .then(Mono.defer(() -> satisfying(seen, read)))
        .switchIfEmpty(Mono.defer(() -> again(seen, next, read)));
  }

  /** One look; empty when it is too early. */
  private static Mono<ProductRead> satisfying(Seen seen, Supplier<Mono<ProductRead>> read) {
    return read.get()
        .onErrorResume(StoresBehind.class, _ -> Mono.empty())
        .filter(found -> found.satisfies(seen));
  }

  private static Mono<ProductRead> tooEarly() {
    return Mono.error(
        () ->
            Problem.later(
                    ProblemType.VERSION_NOT_READABLE_YET,
                    "Not readable yet",
                    "The version that was asked for, or seen before, has not arrived here.")
                .exception());
  }
}
