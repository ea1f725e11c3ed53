package dev.vitrine.connectors.dynamodb;

import dev.vitrine.contract.view.DynamoTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What a table has to look like; all key attributes are strings.
 *
 * <p>Indexes project keys only, which are the product's id and its place. With the version in it,
 * an index would have to be written again at every change of a product, also where its place
 * stayed.
 *
 * @param keys partition key, and the sort key if there is one
 * @param indexes name of a global secondary index to its partition and sort key
 */
record TableLayout(String table, List<String> keys, Map<String, List<String>> indexes) {

  static TableLayout views() {
    return new TableLayout(DynamoTables.VIEWS, List.of(DynamoTables.KEY), Map.of());
  }

  static TableLayout listings(List<String> currencies) {
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    indexes.put(DynamoTables.BY_NAME, List.of(DynamoTables.CATEGORY, DynamoTables.NAME));
    indexes.put(DynamoTables.BY_NEWEST, List.of(DynamoTables.CATEGORY, DynamoTables.NEWEST));
    for (String currency : currencies) {
      indexes.put(
          DynamoTables.byPrice(currency),
          List.of(DynamoTables.CATEGORY, DynamoTables.price(currency)));
    }
    return new TableLayout(
        DynamoTables.LISTINGS, List.of(DynamoTables.CATEGORY, DynamoTables.PRODUCT), indexes);
  }

  CreateTableRequest creation() {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(table)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(schema(keys))
            .attributeDefinitions(
                keyAttributes().stream()
                    .map(
                        name ->
                            AttributeDefinition.builder()
                                .attributeName(name)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                    .toList());
    if (!indexes.isEmpty()) {
      request.globalSecondaryIndexes(
          indexes.entrySet().stream()
              .map(
                  index ->
                      GlobalSecondaryIndex.builder()
                          .indexName(index.getKey())
                          .keySchema(schema(index.getValue()))
                          .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                          .build())
              .toList());
    }
    return request.build();
  }

  /**
   * What is wrong with a table that exists, in words; empty when it serves. More indexes do no
   * harm. Types count: with a key attribute that is no string every entry would be refused on its
   * own and be set aside, although it is the table that is wrong.
   */
  Optional<String> problem(TableDescription found) {
    List<String> problems = new ArrayList<>();
    if (!found.keySchema().equals(schema(keys))) {
      problems.add("its key is " + names(found.keySchema()) + " instead of " + keys);
    }
    Map<String, List<KeySchemaElement>> there = new HashMap<>();
    for (GlobalSecondaryIndexDescription index : found.globalSecondaryIndexes()) {
      there.put(index.indexName(), index.keySchema());
    }
    indexes.forEach(
        (name, wanted) -> {
          List<KeySchemaElement> schema = there.get(name);
          if (schema == null) {
            problems.add("it lacks the index " + name + " over " + wanted);
          } else if (!schema.equals(schema(wanted))) {
            problems.add(
                "its index " + name + " is over " + names(schema) + " instead of " + wanted);
          }
        });
    Set<String> ours = keyAttributes();
    for (AttributeDefinition attribute : found.attributeDefinitions()) {
      if (ours.contains(attribute.attributeName())
          && attribute.attributeType() != ScalarAttributeType.S) {
        problems.add(
            "its key attribute %s is of type %s instead of S"
                .formatted(attribute.attributeName(), attribute.attributeTypeAsString()));
      }
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of("DynamoDB table " + table + " does not fit: " + String.join("; ", problems));
  }

  private Set<String> keyAttributes() {
    Set<String> attributes = new TreeSet<>(keys);
    indexes.values().forEach(attributes::addAll);
    return attributes;
  }

  private static List<String> names(List<KeySchemaElement> schema) {
    return schema.stream().map(KeySchemaElement::attributeName).toList();
  }

  private static List<KeySchemaElement> schema(List<String> names) {
    List<KeySchemaElement> schema = new ArrayList<>();
    for (String name : names) {
      KeyType type = schema.isEmpty() ? KeyType.HASH : KeyType.RANGE;
      schema.add(KeySchemaElement.builder().attributeName(name).keyType(type).build());
    }
    return schema;
  }
}
