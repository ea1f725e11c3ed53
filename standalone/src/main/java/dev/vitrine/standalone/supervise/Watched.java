package dev.vitrine.standalone.supervise;

import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Probe;

/**
 * One part of the stack: how to launch it, and how to see that it hangs.
 *
 * @param alive fails while the process itself hangs; must not fail because something else is away
 * @param work what it does once it is ready
 */
public record Watched(Launch launch, Probe alive, Work work) {
  public String name() {
    return launch.name();
  }
}
