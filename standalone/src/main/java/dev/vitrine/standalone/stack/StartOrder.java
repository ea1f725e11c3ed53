package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.StandaloneException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Steps that run as early as the steps they need allow, each on a thread of its own. */
final class StartOrder {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  /** Something to do, with an end that is bounded by itself. */
  @FunctionalInterface
  interface Step {
    void run() throws InterruptedException;
  }

  CompletableFuture<Void> after(Step step, CompletableFuture<?>... needed) {
    return CompletableFuture.allOf(needed).thenRunAsync(() -> run(step), THREADS);
  }

  /**
   * @throws StandaloneException of the first step that failed
   */
  void await(CompletableFuture<?>... steps) throws InterruptedException {
    var failed = new CompletableFuture<Void>();
    for (CompletableFuture<?> step : steps) {
      var unused =
          step.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  failed.completeExceptionally(failure);
                }
              });
    }
    try {
      CompletableFuture.anyOf(failed, CompletableFuture.allOf(steps)).get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof StandaloneException readable) {
        throw readable;
      }
      throw new IllegalStateException(cause);
    }
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StandaloneException("interrupted", e);
    }
  }
}
