package dev.vitrine.connectors.view;

/** What became of one write. */
public sealed interface Fate {
  /** The store holds it now. */
  record Stored() implements Fate {}

  /** The store holds the same or a newer version and keeps it. */
  record Stale() implements Fate {}

  /** This store does not take such keys, by design. */
  record Skipped() implements Fate {}

  /**
   * Can never be stored; set aside with its reason, the others flow on.
   *
   * @param why one sentence for whoever reads the dead letters
   */
  record Poison(String why) implements Fate {}

  /** May work later; it may also have worked (a lost answer), which a repeat does not harm. */
  record Transient(Throwable cause) implements Fate {}

  /** Will not work until somebody changes the configuration or the store. */
  record Fatal(String why, Throwable cause) implements Fate {}
}
