package dev.vitrine.standalone.supervise;

import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Probe;

/**
 * One part of the stack: how to launch it, and how to see that it hangs.
 *
 * @param alive fails while the process itself hangs; must not fail because something else is away
 */
public record Watched(Launch launch, Probe alive) {
  public String name() {
    return launch.name();
  }
}
