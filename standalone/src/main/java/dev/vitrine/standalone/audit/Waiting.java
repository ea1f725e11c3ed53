package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.StandaloneException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for another thread's work and fails as it failed. */
final class Waiting {
  private Waiting() {}

  static void on(Future<?> work) throws InterruptedException {
    try {
      work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new StandaloneException("failed: " + e.getCause(), e);
    }
  }
}
