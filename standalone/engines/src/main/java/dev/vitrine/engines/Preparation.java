package dev.vitrine.engines;

import java.io.IOException;

/**
 * What must be done before a start: unpack, create the data folder, write configuration. Run it
 * before every start; what is done already is not done again.
 */
@FunctionalInterface
public interface Preparation {
  /**
   * @throws EngineFailure when a tool of the engine failed
   */
  void prepare() throws IOException, InterruptedException;
}
