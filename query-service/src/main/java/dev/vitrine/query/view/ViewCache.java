package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;

/** A level that may forget, and takes what a level below it found. */
public interface ViewCache extends ViewStore {
  /** Offers a view; returns at once. The cache keeps its own where that is not older. */
  void fill(ViewKey key, StoredView view);
}
