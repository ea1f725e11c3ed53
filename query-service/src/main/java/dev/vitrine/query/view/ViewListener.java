package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;

/** Is told of every view that arrives from the topic, in the order of each partition. */
@FunctionalInterface
public interface ViewListener {
  /**
   * Called by the one thread that reads the topic, after the view can be read here. Must return at
   * once.
   */
  void arrived(int partition, long offset, ViewKey key, ViewVersion version, boolean gone);

  /**
   * Called by the same thread before it reads a partition, at the start and after a failure: what
   * lies before {@code offset} and has not arrived yet does not arrive here.
   */
  default void begins(int partition, long offset) {}
}
