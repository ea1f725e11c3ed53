package dev.vitrine.command.state;

import java.util.Optional;

/**
 * Some lines of NDJSON.
 *
 * @param next where the next page begins (exclusive); empty when this is the last
 */
@SuppressWarnings("ArrayRecordComponent") // goes to the socket as it is
record Page(byte[] lines, Optional<String> next) {
  /** Pages end once they hold this much, or this many. */
  static final int BYTES = 1024 * 1024;

  static final int LINES = 1_000;
}
