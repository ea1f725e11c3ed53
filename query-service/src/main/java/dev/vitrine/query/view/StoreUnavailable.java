package dev.vitrine.query.view;

import org.jspecify.annotations.Nullable;

/** A store did not answer within its bounds, or refused; asking again later may work. */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace: it happens at the rate of the reads when a store is away. */
  public StoreUnavailable(Source store, String why, @Nullable Throwable cause) {
    super(store.text() + ": " + why, cause, false, false);
  }
}
