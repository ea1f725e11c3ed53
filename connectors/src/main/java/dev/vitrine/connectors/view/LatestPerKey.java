package dev.vitrine.connectors.view;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest write of each key of a batch. The stores refuse older versions anyhow; this saves the
 * calls, and a store's transaction may not name one item twice.
 */
final class LatestPerKey {
  private final Map<String, ViewWrite> latest = new LinkedHashMap<>();
  private int superseded;

  void add(ViewWrite write) {
    ViewWrite known = latest.get(write.key().text());
    if (known == null) {
      latest.put(write.key().text(), write);
      return;
    }
    superseded++;
    if (write.view().version().newerThan(known.view().version())) {
      latest.put(write.key().text(), write);
    }
  }

  Collection<ViewWrite> writes() {
    return latest.values();
  }

  /** How many writes a newer or equal one of the same batch replaced. */
  int superseded() {
    return superseded;
  }
}
