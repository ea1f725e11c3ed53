package dev.vitrine.connectors.cluster;

import java.time.Duration;

/** Asks until nothing is lacking, up to a moment that all its questions share. */
public final class Patience {
  private final long until;
  private final Duration pause;

  /**
   * Begins now.
   *
   * @param pause between an answer and the next question
   */
  public Patience(Duration bound, Duration pause) {
    this.until = System.nanoTime() + bound.toNanos();
    this.pause = pause;
  }

  /**
   * @param <E> what ends the job, and is not asked again
   */
  @FunctionalInterface
  public interface Question<E extends Exception> {
    /** For who runs the release; empty when nothing is lacking. */
    String lacking() throws E, InterruptedException;
  }

  /**
   * Asks once at least.
   *
   * @throws JobFailed with what is still lacking at the end
   */
  public <E extends Exception> void until(Question<E> question) throws E, InterruptedException {
    String lacking = question.lacking();
    while (!lacking.isEmpty()) {
      if (System.nanoTime() - until > 0) {
        throw new JobFailed(lacking);
      }
      Thread.sleep(pause);
      lacking = question.lacking();
    }
  }
}
