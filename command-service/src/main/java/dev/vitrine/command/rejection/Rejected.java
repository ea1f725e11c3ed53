package dev.vitrine.command.rejection;

import org.jspecify.annotations.Nullable;

/** A decision against a request. Carries no stack trace: it is an answer, not a fault. */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Rejection rejection;
  private final @Nullable String pointer;

  public Rejected(Rejection rejection) {
    this(rejection, null);
  }

  private Rejected(Rejection rejection, @Nullable String pointer) {
    super(rejection.detail(), null, false, false);
    this.rejection = rejection;
    this.pointer = pointer;
  }

  /** The same, with the JSON pointer of the part of the request that it is about. */
  public Rejected at(String newPointer) {
    return new Rejected(rejection, newPointer);
  }

  public Rejection rejection() {
    return rejection;
  }

  public @Nullable String pointer() {
    return pointer;
  }
}
