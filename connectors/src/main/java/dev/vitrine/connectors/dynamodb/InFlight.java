package dev.vitrine.connectors.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Calls with a bound on how many run at a time. Every call ends by its own timeout. After an answer
 * that says the store is in trouble nothing more is sent: a batch against a dead store costs one
 * timeout instead of one per call, and Connect's poll interval is kept.
 */
final class InFlight {
  private final int limit;

  InFlight(int limit) {
    this.limit = limit;
  }

  /**
   * @param call starts the call; its future never fails
   * @param trouble whether an answer means that nothing more is to be sent
   * @param unsent the answer for work that was not sent
   */
  <W, A> List<A> all(
      List<W> work,
      Function<W, CompletableFuture<A>> call,
      Predicate<A> trouble,
      Function<W, A> unsent) {
    Semaphore permits = new Semaphore(limit);
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<A>> answers = new ArrayList<>(work.size());
    for (W each : work) {
      permits.acquireUninterruptibly();
      if (stop.get()) {
        permits.release();
        answers.add(CompletableFuture.completedFuture(unsent.apply(each)));
        continue;
      }
      answers.add(
          call.apply(each)
              .whenComplete(
                  (answer, _) -> {
                    if (answer == null || trouble.test(answer)) {
                      stop.set(true);
                    }
                    permits.release();
                  }));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
