package dev.vitrine.contract;

/** Kafka topics that cross a process. */
public final class Topics {
  /** Every event, keyed by aggregate id, kept for ever. */
  public static final String EVENTS = "catalog.events";

  /** Every view, keyed by view key, compacted. */
  public static final String VIEWS = "catalog.views";

  /** Events that could not be folded, with their reason in headers. */
  public static final String EVENTS_SET_ASIDE = "catalog.events.set-aside";

  /** Views that a sink could not deliver, with Connect's error headers. */
  public static final String VIEWS_DEAD_LETTERS = "catalog.views.dead-letters";

  public static final int PARTITIONS = 12;

  private Topics() {}
}
