package dev.vitrine.command.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Runs blocking work on virtual threads, never on an event loop. So many calls run at once as there
 * are database connections for them, some more wait, the rest is turned away with a 503.
 *
 * <p>A client that goes away does not interrupt its call: an interrupt would close the database
 * connection under it, and the command is decided anyway.
 */
@Component
public final class Workers implements DisposableBean {
  private static final int WAITING = 500;
  private static final int MAX_WAIT_SECONDS = 5;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore admitted;
  private final Semaphore running;

  Workers(@Value("${vitrine.workers:16}") int workers) {
    this.running = new Semaphore(workers, true);
    this.admitted = new Semaphore(workers + WAITING);
  }

  public <T> Mono<T> call(Supplier<T> work) {
    return Mono.defer(
        () -> {
          if (!admitted.tryAcquire()) {
            return Mono.error(new ProblemException(Faults.busy()));
          }
          return Mono.fromFuture(
                  CompletableFuture.supplyAsync(() -> answer(work), threads),
                  /* suppressCancel= */ true)
              .flatMap(Mono::fromSupplier);
        });
  }

  /** A problem is an answer like any other: nothing is wrong when nobody waits for it any more. */
  private <T> Supplier<T> answer(Supplier<T> work) {
    try {
      T result = run(work);
      return () -> result;
    } catch (ProblemException problem) {
      return () -> {
        throw problem;
      };
    }
  }

  private <T> T run(Supplier<T> work) {
    try {
      if (!running.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new ProblemException(Faults.busy());
      }
      try {
        return work.get();
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Faults.busy());
    } finally {
      admitted.release();
    }
  }

  @Override
  public void destroy() {
    threads.shutdown();
  }
}
