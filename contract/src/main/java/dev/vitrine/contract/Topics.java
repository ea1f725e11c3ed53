package dev.vitrine.contract;

import java.util.Map;

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

  private static final Map.Entry<String, String> FOR_EVER = Map.entry("retention.ms", "-1");
  private static final Map.Entry<String, String> LARGE =
      Map.entry("max.message.bytes", Integer.toString(4 * 1024 * 1024));

  /** What each topic has to be set to, by whoever makes it, or it would lose something. */
  public static final Map<String, Map<String, String>> SETTINGS =
      Map.of(
          EVENTS, Map.ofEntries(FOR_EVER, Map.entry("retention.bytes", "-1"), LARGE),
          VIEWS, Map.ofEntries(Map.entry("cleanup.policy", "compact"), LARGE),
          EVENTS_SET_ASIDE, Map.ofEntries(FOR_EVER, LARGE),
          VIEWS_DEAD_LETTERS, Map.ofEntries(FOR_EVER, LARGE));

  private Topics() {}
}
