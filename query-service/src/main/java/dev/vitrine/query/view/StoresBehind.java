package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;

/** This replica knows of a newer view than the stores have; asking again later will work. */
public final class StoresBehind extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoresBehind(ViewKey key) {
    super(key.text(), null, false, false);
  }
}
