package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.ViewSinkConnector;

/** Puts every view into DynamoDB where nothing is or something older. Settings: README. */
public final class DynamoDbSinkConnector extends ViewSinkConnector {
  public DynamoDbSinkConnector() {
    super(DynamoDbSinkTask.class, DynamoDbSinkConfig.DEFINITION);
  }
}
