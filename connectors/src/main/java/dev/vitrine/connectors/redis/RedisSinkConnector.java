package dev.vitrine.connectors.redis;

import dev.vitrine.connectors.view.Converters;
import dev.vitrine.connectors.view.Version;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Puts products, pointers and the tree into Redis where nothing is or something older. Settings:
 * README.
 */
public final class RedisSinkConnector extends SinkConnector {
  private Map<String, String> props = Map.of();

  @Override
  public void start(Map<String, String> props) {
    this.props = Map.copyOf(props);
  }

  @Override
  public void stop() {}

  @Override
  public Class<? extends Task> taskClass() {
    return RedisSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, props);
  }

  @Override
  public ConfigDef config() {
    return RedisSinkConfig.DEFINITION;
  }

  @Override
  public Config validate(Map<String, String> props) {
    return Converters.check(super.validate(props), props);
  }

  @Override
  public String version() {
    return Version.TEXT;
  }
}
