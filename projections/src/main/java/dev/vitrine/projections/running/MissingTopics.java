package dev.vitrine.projections.running;

import java.time.Duration;

/** What the streams need was not there in time; the process ends and its supervisor tries again. */
final class MissingTopics extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingTopics(String lacking, Duration bound) {
    super("Waited " + bound.toSeconds() + " s in vain for " + lacking);
  }
}
