package dev.vitrine.standalone.imports;

import org.jspecify.annotations.Nullable;

/**
 * How far an import is.
 *
 * @param state running, done or failed
 * @param error why it failed; null otherwise
 * @param total rows in the file; 0 while not known
 */
public record ImportProgress(
    String state, @Nullable String error, long read, long accepted, long rejected, long total) {
  public boolean isOver() {
    return !state.equals("running");
  }

  public boolean isDone() {
    return state.equals("done");
  }
}
