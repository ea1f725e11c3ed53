package dev.vitrine.contract;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code traceparent} of W3C Trace Context, level 1. What is malformed counts as absent, as the
 * recommendation wants it.
 *
 * @param traceId 32 hexadecimal digits, lower case
 * @param spanId of the parent, 16 digits
 * @param sampled whether who sent it records its spans
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int TRACE = 3;
  private static final int SPAN = TRACE + 32 + 1;
  private static final int FLAGS = SPAN + 16 + 1;

  public static Optional<TraceContext> parse(@Nullable String traceparent) {
    if (traceparent == null || !FORM.matcher(traceparent).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceContext(
            traceparent.substring(TRACE, SPAN - 1),
            traceparent.substring(SPAN, FLAGS - 1),
            (Integer.parseInt(traceparent, FLAGS, FLAGS + 2, 16) & 1) == 1));
  }

  /** The same trace, of which nothing further is recorded. */
  public TraceContext unsampled() {
    return new TraceContext(traceId, spanId, false);
  }

  /** As it goes into a header. */
  public String text() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
