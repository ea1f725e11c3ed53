package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import org.jspecify.annotations.Nullable;

/** The last level holds something under a key that no sink can have written. */
public final class UnreadableView extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableView(ViewKey key, @Nullable Throwable cause) {
    super("unreadable view " + key.text(), cause);
  }
}
