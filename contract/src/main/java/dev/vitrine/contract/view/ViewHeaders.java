package dev.vitrine.contract.view;

/** Headers of a record of {@link dev.vitrine.contract.Topics#VIEWS}. Values are UTF-8 text. */
public final class ViewHeaders {
  /** {@link ViewVersion#format()}, decimal. */
  public static final String FORMAT = "vitrine_format";

  /** {@link ViewVersion#sequence()}, decimal. */
  public static final String SEQUENCE = "vitrine_sequence";

  /** {@code live} or {@code gone}, see {@link StoredView#gone()}. */
  public static final String STATE = "vitrine_state";

  public static final String LIVE = "live";
  public static final String GONE = "gone";

  /** Time of the last event in the view, ISO-8601 instant. */
  public static final String TIME = "ce_time";

  /** W3C trace context of the command behind the view; absent when it had none. */
  public static final String TRACEPARENT = "traceparent";

  private ViewHeaders() {}
}
