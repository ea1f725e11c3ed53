package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.dynamodb.ItemMapping.Item;
import dev.vitrine.connectors.view.Fated;
import dev.vitrine.contract.view.DynamoTables;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A way of putting items where nothing is or something older. */
interface Puts {
  /** Nothing there, or an older format, or the same format and an older sequence. */
  String NEWER =
      "attribute_not_exists(#format) OR #format < :format"
          + " OR (#format = :format AND #sequence < :sequence)";

  Map<String, String> NAMES =
      Map.of("#format", DynamoTables.FORMAT, "#sequence", DynamoTables.SEQUENCE);

  List<Fated> put(List<Item> items);

  static Map<String, AttributeValue> versionOf(Item item) {
    return Map.of(
        ":format", item.attributes().get(DynamoTables.FORMAT),
        ":sequence", item.attributes().get(DynamoTables.SEQUENCE));
  }
}
