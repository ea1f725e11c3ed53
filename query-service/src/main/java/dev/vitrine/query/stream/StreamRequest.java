package dev.vitrine.query.stream;

import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to hear of.
 *
 * @param from what it was told before; null where it comes for the first time
 */
record StreamRequest(Set<Change.Subject> subjects, @Nullable Position from) {
  static final String LAST_ID = "Last-Event-ID";

  /** With its connection, on the heap: 7,000 of one id each took 3.8 KB. */
  private static final int STREAM_BYTES = 6 * 1024;

  /** With a connection to itself, which has tables for headers: 2,000 took 10.2 KB each. */
  private static final int HTTP2_STREAM_BYTES = 12 * 1024;

  private static final int SUBJECT_BYTES = 300;

  /**
   * @param query the parameters' values, decoded
   * @param lastEventId null when the request has none
   */
  static StreamRequest of(Map<String, List<String>> query, @Nullable String lastEventId) {
    return new StreamRequest(subjects(query), from(lastEventId));
  }

  /**
   * What the stream holds on the heap, rather too much.
   *
   * @param uri characters; they are kept, and the parser keeps room for as many again
   */
  int bytes(boolean http2, int uri) {
    return (http2 ? HTTP2_STREAM_BYTES : STREAM_BYTES) + subjects.size() * SUBJECT_BYTES + 3 * uri;
  }

  private static Set<Change.Subject> subjects(Map<String, List<String>> query) {
    String ids = Parameters.optional(query, "ids");
    String category = Parameters.optional(query, "category");
    if (category != null && ids == null) {
      return Set.of(new Change.Subject.Category(Parameters.id(category)));
    }
    if (category != null || ids == null) {
      throw Problem.of(ProblemType.INVALID_PARAMETER, "Either ids or category is needed.")
          .exception();
    }
    return Parameters.ids(ids).stream()
        .map(Change.Subject.Product::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * An id that was not given here says nothing of what its client knows. It is not refused: a
   * browser would take that as the end, and could never come back.
   */
  private static @Nullable Position from(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return null;
    }
    try {
      return Position.parse(lastEventId);
    } catch (IllegalArgumentException _) {
      return Position.UNKNOWN;
    }
  }
}
