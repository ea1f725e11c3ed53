package dev.vitrine.command.document;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Bytes that are not JSON. The message says why. */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  MalformedJson(JacksonException cause) {
    super(cause.getOriginalMessage(), cause);
    TokenStreamLocation location = cause.getLocation();
    this.line = location == null ? 0 : Math.max(location.getLineNr(), 0);
    this.column = location == null ? 0 : Math.max(location.getColumnNr(), 0);
  }

  MalformedJson(String message) {
    super(message);
    this.line = 0;
    this.column = 0;
  }

  /** From 1; 0 when the parser does not say. */
  public int line() {
    return line;
  }

  /** From 1; 0 when the parser does not say. */
  public int column() {
    return column;
  }
}
