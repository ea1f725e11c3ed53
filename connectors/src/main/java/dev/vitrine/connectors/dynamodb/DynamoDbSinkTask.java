package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.ViewSinkTask;
import java.util.Map;

/** One task of the DynamoDB sink. */
public final class DynamoDbSinkTask extends ViewSinkTask {
  @Override
  protected Target target(Map<String, String> props) {
    DynamoDbSinkConfig config = new DynamoDbSinkConfig(props);
    return new Target(DynamoWriter.connect(config), config.retries());
  }
}
