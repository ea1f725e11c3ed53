package dev.vitrine.connectors.view;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A connector whose tasks all have its own configuration. */
public abstract class ViewSinkConnector extends SinkConnector {
  private final Class<? extends ViewSinkTask> task;
  private final ConfigDef definition;
  private Map<String, String> props = Map.of();

  protected ViewSinkConnector(Class<? extends ViewSinkTask> task, ConfigDef definition) {
    this.task = task;
    this.definition = definition;
  }

  @Override
  public void start(Map<String, String> props) {
    this.props = Map.copyOf(props);
  }

  @Override
  public void stop() {}

  @Override
  public Class<? extends Task> taskClass() {
    return task;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, props);
  }

  @Override
  public ConfigDef config() {
    return definition;
  }

  @Override
  public Config validate(Map<String, String> props) {
    return ConnectSettings.check(super.validate(props), props);
  }

  @Override
  public String version() {
    return Version.TEXT;
  }
}
