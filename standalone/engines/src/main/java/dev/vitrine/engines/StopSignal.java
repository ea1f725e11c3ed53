package dev.vitrine.engines;

/** What asks a process for an orderly end. */
public enum StopSignal {
  TERM,
  /** PostgreSQL's fast shutdown: on TERM it would wait for its clients to leave. */
  INT
}
