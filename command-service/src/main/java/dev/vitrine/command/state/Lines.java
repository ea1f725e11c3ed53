package dev.vitrine.command.state;

import dev.vitrine.command.document.Json;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Collects the lines of a {@link Page}. */
final class Lines {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int count;

  void add(Object line) {
    bytes.writeBytes(Json.WIRE.writeValueAsBytes(line));
    bytes.write('\n');
    count++;
  }

  boolean full() {
    return count >= Page.LINES || bytes.size() >= Page.BYTES;
  }

  Page last() {
    return new Page(bytes.toByteArray(), Optional.empty());
  }

  /**
   * @param last key of the last line
   */
  Page upTo(String last) {
    return new Page(bytes.toByteArray(), Optional.of(last));
  }
}
