package dev.vitrine.engines;

import java.io.Serial;

/**
 * An engine did not do what it must: its process ended, or it was not ready in time. The message
 * holds the end of its log.
 */
public final class EngineFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  EngineFailure(String message) {
    super(message);
  }

  EngineFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
