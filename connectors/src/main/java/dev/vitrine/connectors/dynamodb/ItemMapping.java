package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.ViewWrite;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a view turned out to be for DynamoDB. */
sealed interface ItemMapping {
  /**
   * @param bytes the item's size as DynamoDB counts it, at most a little more
   */
  record Item(ViewWrite write, String table, Map<String, AttributeValue> attributes, int bytes)
      implements ItemMapping {}

  /**
   * @param why one sentence for whoever reads the dead letters
   */
  record Unfit(ViewWrite write, String why) implements ItemMapping {}
}
