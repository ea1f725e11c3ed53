package dev.vitrine.engines;

/** Asks an engine whether it serves. Answers within two seconds, and never throws for "not yet". */
@FunctionalInterface
public interface Probe {
  boolean ready();
}
