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
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Read your own write: looks again until the version is there or the wait is over. */
public final class VersionWait {
  private static final Duration STEP = Duration.ofMillis(25);
  private static final Duration LONGEST_STEP = Duration.ofMillis(100);

  private final Duration longest;
  private final Semaphore readers;

  VersionWait(WaitSettings settings) {
    this.longest = settings.longest();
    this.readers = new Semaphore(settings.readers());
  }

  /**
   * What a request asks for, waited for as long as it prefers.
   *
   * @param throughPointer whether entity tags hold the product's id
   * @param read one look, never empty
   * @param satisfies whether a client that has seen so much may be answered with what was read
   */
  public <R> Mono<R> read(
      ServerRequest request,
      boolean throughPointer,
      Function<Seen, Mono<R>> read,
      BiPredicate<R, Seen> satisfies) {
    Seen seen = Seen.of(request, throughPointer);
    if (seen.isNothing()) {
      return read.apply(seen);
    }
    Duration preferred = Preferences.wait(request.headers().header("Prefer"));
    return until(seen, preferred, () -> read.apply(seen), satisfies);
  }

  /**
   * Never an older version: that is a 503 which says when to ask again.
   *
   * @param read one look
   * @param preferred how long the client would wait, zero for not at all
   */
  <R> Mono<R> until(
      Seen seen, Duration preferred, Supplier<Mono<R>> read, BiPredicate<R, Seen> satisfies) {
    Duration wait = preferred.compareTo(longest) < 0 ? preferred : longest;
    return look(seen, read, satisfies)
        .onErrorResume(
            TooEarly.class,
            early -> {
              if (wait.isZero() || !readers.tryAcquire()) {
                return Mono.error(early.told());
              }
              var last = new AtomicReference<>(early);
              // Released before the answer: who has it may ask again at once, and wait.
              return Mono.using(
                  () -> readers,
                  _ ->
                      again(seen, STEP, read, satisfies, last)
                          .timeout(
                              wait, Mono.error(() -> Objects.requireNonNull(last.get()).told())),
                  Semaphore::release);
            });
  }

  private <R> Mono<R> again(
      Seen seen,
      Duration pause,
      Supplier<Mono<R>> read,
      BiPredicate<R, Seen> satisfies,
      AtomicReference<TooEarly> last) {
    Duration longer = pause.multipliedBy(2);
    Duration next = longer.compareTo(LONGEST_STEP) < 0 ? longer : LONGEST_STEP;
    return Mono.delay(pause)
        .then(Mono.defer(() -> look(seen, read, satisfies)))
        .onErrorResume(
            TooEarly.class,
            early -> {
              last.set(early);
              return again(seen, next, read, satisfies, last);
            });
  }

  /** One look, which ends as {@link TooEarly} when what there is falls short. */
  private static <R> Mono<R> look(
      Seen seen, Supplier<Mono<R>> read, BiPredicate<R, Seen> satisfies) {
    return read.get()
        .onErrorMap(StoresBehind.class, _ -> new TooEarly(false))
        .flatMap(
            found ->
                satisfies.test(found, seen)
                    ? Mono.just(found)
                    : Mono.error(() -> new TooEarly(satisfies.test(found, seen.before()))));
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
              "The version that was asked for, or seen before, has not arrived here; with Prefer:"
                  + " wait=2 the answer waits that many seconds for it.");
      return ahead ? new VersionAhead(problem) : problem.exception();
    }
  }
}
