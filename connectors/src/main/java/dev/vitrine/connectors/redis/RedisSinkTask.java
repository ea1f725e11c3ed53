package dev.vitrine.connectors.redis;

import dev.vitrine.connectors.view.ViewSinkTask;
import java.util.Map;

/** One task of the Redis sink. */
public final class RedisSinkTask extends ViewSinkTask {
  @Override
  protected Target target(Map<String, String> props) {
    RedisSinkConfig config = new RedisSinkConfig(props);
    return new Target(RedisViewWriter.connect(config), config.retries());
  }
}
