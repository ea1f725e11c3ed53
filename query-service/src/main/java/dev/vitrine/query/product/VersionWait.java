package dev.vitrine.query.product;

import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.http.VersionAhead;
import dev.vitrine.query.view.StoresBehind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
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
    return look(seen, read)
        .onErrorResume(
            TooEarly.class,
            early -> {
              if (wait.isZero() || !readers.tryAcquire()) {
                return Mono.error(early.told());
              }
              var last = new AtomicReference<>(early);
              return again(seen, STEP, read, last)
                  .timeout(wait, Mono.error(() -> Objects.requireNonNull(last.get()).told()))
                  .doFinally(_ -> readers.release());
            });
  }

  private Mono<ProductRead> again(
      Seen seen, Duration pause, Supplier<Mono<ProductRead>> read, AtomicReference<TooEarly> last) {
    Duration longer = pause.multipliedBy(2);
    Duration next = longer.compareTo(LONGEST_STEP) < 0 ? longer : LONGEST_STEP;
    return Mono.delay(pause)
        .then(Mono.defer(() -> look(seen, read)))
        .onErrorResume(
            TooEarly.class,
            early -> {
              last.set(early);
              return again(seen, next, read, last);
            });
  }

  /** One look, which ends as {@link TooEarly} when what there is falls short. */
  private static Mono<ProductRead> look(Seen seen, Supplier<Mono<ProductRead>> read) {
    return read.get()
        .onErrorMap(StoresBehind.class, _ -> new TooEarly(false))
        .flatMap(
            found ->
                found.satisfies(seen)
                    ? Mono.just(found)
                    : Mono.error(() -> new TooEarly(found.satisfies(seen.before()))));
  }

  /** Never leaves this class. */
  private static final class TooEarly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ahead;

    /**
     * @param ahead whether only {@code minVersion} asks for more than there is, by a number that
     *     nothing here has heard of
     */
    TooEarly(boolean ahead) {
      super(null, null, false, false);
      this.ahead = ahead;
    }

    ProblemException told() {
      Problem problem =
          Problem.later(
              ProblemType.VERSION_NOT_READABLE_YET,
              "Not readable yet",
              "The version that was asked for, or seen before, has not arrived here.");
      return ahead ? new VersionAhead(problem) : problem.exception();
    }
  }
}
