package dev.vitrine.projections.fold;

/**
 * An event that could not have been decided on the state at hand. It leaves a fold only as {@link
 * Outcome.SetAside}.
 */
public final class ImpossibleEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ImpossibleEvent(String message) {
    super(message, null, false, false);
  }
}
