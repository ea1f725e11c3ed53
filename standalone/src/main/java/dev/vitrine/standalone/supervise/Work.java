package dev.vitrine.standalone.supervise;

/** What a part does at the moment: how much of a busy machine it gets, see {@link Shares}. */
public enum Work {
  /** Somebody waits for its answers. */
  SERVE,
  /** It may lag, behind an import above all. */
  LAG,
  /** It may lag behind the others: what it has not stored yet is read from elsewhere. */
  LAG_LAST,
  /** It died, and others wait for it: they step back, each to a third of what it had. */
  RESTART
}
