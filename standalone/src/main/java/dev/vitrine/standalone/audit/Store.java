package dev.vitrine.standalone.audit;

import org.jspecify.annotations.Nullable;

/** A place that holds views under their keys. */
interface Store {
  String name();

  /** Whether a view with this key must be found here. */
  boolean mustHold(String key, boolean gone);

  /** Everything it holds, each once; several threads may call at once. */
  void scan(Listener to) throws InterruptedException;

  /** What it holds under a key now; null when nothing. */
  @Nullable View get(String key) throws UnreadableItem, InterruptedException;

  /** What a scan finds. */
  interface Listener {
    void found(View view);

    void unreadable(String key);
  }

  /** An item that no writer of ours has left so. */
  final class UnreadableItem extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableItem(String why) {
      super(why);
    }
  }
}
