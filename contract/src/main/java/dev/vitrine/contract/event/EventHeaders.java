package dev.vitrine.contract.event;

/**
 * Headers of a record of {@link dev.vitrine.contract.Topics#EVENTS}. Values are UTF-8 text. The
 * {@code ce_} ones are the CloudEvents 1.0 Kafka binding (binary mode).
 */
public final class EventHeaders {
  /** The event's own id, a UUID. */
  public static final String ID = "ce_id";

  /** The stored name, see {@link EventTypes}. */
  public static final String TYPE = "ce_type";

  /** Always {@link #SOURCE_VALUE}. */
  public static final String SOURCE = "ce_source";

  public static final String SOURCE_VALUE = "/vitrine/command-service";

  /** ISO-8601 instant in UTC: when the event was decided. */
  public static final String TIME = "ce_time";

  /** The aggregate id, equal to the record's key. */
  public static final String SUBJECT = "ce_subject";

  public static final String SPEC_VERSION = "ce_specversion";

  /** The event's sequence number within its aggregate, from 0, decimal. */
  public static final String SEQUENCE = "vitrine_sequence";

  /** {@code true} on the last event of its aggregate in a commit, else {@code false}. */
  public static final String COMMIT_END = "vitrine_commit_end";

  /** JSON object, see {@link EventMetadata}. */
  public static final String METADATA = "vitrine_metadata";

  /**
   * W3C trace context under which the event was decided, the same as in {@link #METADATA}; empty
   * when it has none. Named as the recommendation names it, for consumers that are not ours.
   */
  public static final String TRACEPARENT = "traceparent";

  private EventHeaders() {}
}
