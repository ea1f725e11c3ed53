package dev.vitrine.connectors.view;

/** What a record turned out to be. */
sealed interface Mapping {
  record Mapped(ViewWrite write) implements Mapping {}

  /**
   * Can never be stored, whatever is tried.
   *
   * @param why one sentence for whoever reads the dead letters
   */
  record Unreadable(String why) implements Mapping {}
}
