package dev.vitrine.projections.running;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that died: a broker that was away gets another thread, so many
 * times in so long; anything else ends the client, and the process with it.
 */
final class ThreadFate implements StreamsUncaughtExceptionHandler {
  private static final int REPLACEMENTS = 10;
  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFate.class);

  private final InstantSource clock;
  private final Deque<Instant> replaced = new ArrayDeque<>();

  ThreadFate(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    if (transientFailure(failure) && mayReplace()) {
      LOG.warn("A stream thread died and is replaced", failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("A stream thread died, the client shuts down", failure);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private boolean mayReplace() {
    Instant now = clock.instant();
    while (!replaced.isEmpty() && replaced.getFirst().isBefore(now.minus(WITHIN))) {
      replaced.removeFirst();
    }
    if (replaced.size() == REPLACEMENTS) {
      return false;
    }
    replaced.addLast(now);
    return true;
  }

  private static boolean transientFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }
}
