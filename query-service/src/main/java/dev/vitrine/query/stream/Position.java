package dev.vitrine.query.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the topic was told: per partition the offset of the last record. It is the same in every
 * replica, so that a client may go on anywhere. As text {@code 0-15_3-99_4-}, in base 36; of the
 * last one nothing was there to tell yet.
 */
record Position(Map<Integer, Long> offsets) {
  /** Of who may have been told anything. */
  static final Position UNKNOWN = new Position(Map.of());

  private static final int MAX_LENGTH = 1_000;
  private static final long NOTHING = -1;
  private static final Pattern PART = Pattern.compile("([0-9a-z]{1,4})-([0-9a-z]{0,12})(?:_|$)");

  Position {
    offsets = Map.copyOf(offsets);
  }

  /**
   * @throws IllegalArgumentException when it is no position
   */
  static Position parse(String text) {
    Map<Integer, Long> offsets = new HashMap<>();
    Matcher part = PART.matcher(text);
    int end = 0;
    while (text.length() <= MAX_LENGTH && part.find() && part.start() == end) {
      offsets.put(
          Integer.parseInt(part.group(1), Character.MAX_RADIX),
          part.group(2).isEmpty() ? NOTHING : Long.parseLong(part.group(2), Character.MAX_RADIX));
      end = part.end();
    }
    if (end != text.length() || text.isEmpty()) {
      throw new IllegalArgumentException("not an event id");
    }
    return new Position(offsets);
  }

  long of(int partition) {
    return offsets.getOrDefault(partition, NOTHING);
  }

  String text() {
    StringJoiner parts = new StringJoiner("_");
    new TreeMap<>(offsets)
        .forEach(
            (partition, offset) ->
                parts.add(
                    Integer.toString(partition, Character.MAX_RADIX)
                        + "-"
                        + (offset == NOTHING ? "" : Long.toString(offset, Character.MAX_RADIX))));
    return parts.toString();
  }
}
