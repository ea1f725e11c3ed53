package dev.vitrine.contract.event;

/** Keys of the JSON object that is stored and sent beside every event. All values are strings. */
public final class EventMetadata {
  /** Who: the {@code sub} of the token. */
  public static final String ACTOR = "actor";

  /** One id for all events of one request or import chunk. */
  public static final String CHANGE_SET = "changeSet";

  /** {@code api} or {@code import:<import id>}. */
  public static final String ORIGIN = "origin";

  /** W3C trace context of the request; absent when it had none. */
  public static final String TRACEPARENT = "traceparent";

  private EventMetadata() {}
}
