package dev.vitrine.standalone.data;

/** Ends a command with one readable line and exit code 1. */
public final class StandaloneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StandaloneException(String message) {
    super(message);
  }

  public StandaloneException(String message, Throwable cause) {
    super(message, cause);
  }
}
