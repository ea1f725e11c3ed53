package dev.vitrine.connectors.redis;

import dev.vitrine.connectors.view.ViewSinkConnector;

/**
 * Puts products, pointers and the tree into Redis where nothing is or something older. Settings:
 * README.
 */
public final class RedisSinkConnector extends ViewSinkConnector {
  public RedisSinkConnector() {
    super(RedisSinkTask.class, RedisSinkConfig.DEFINITION);
  }
}
