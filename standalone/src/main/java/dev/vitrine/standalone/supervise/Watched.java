package dev.vitrine.standalone.supervise;

import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Probe;

/**
 * One part of the stack: how to launch it, and how to see that it hangs.
 *
 * @param alive fails while the process itself hangs; must not fail because something else is away
 * @param background whether it may lag, once it is ready, behind what somebody waits for
 */
public record Watched(Launch launch, Probe alive, boolean background) {
  public String name() {
    return launch.name();
  }
}
