package dev.vitrine.query.dynamodb;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.query.listing.ListingIndex;
import dev.vitrine.query.listing.ListingOrder;
import dev.vitrine.query.view.Reachability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The global secondary indexes of {@link DynamoTables#LISTINGS}; they lag the table a little. */
final class DynamoListingIndex implements ListingIndex {
  private final DynamoDbAsyncClient client;
  private final Reachability reachability;

  DynamoListingIndex(DynamoDbAsyncClient client, Reachability reachability) {
    this.client = client;
    this.reachability = reachability;
  }

  @Override
  public Mono<Entries> entries(String category, Slice slice, int limit) {
    Index index = index(slice.order());
    return Mono.fromFuture(() -> client.query(request(category, slice, index, limit)))
        .onErrorMap(SdkException.class, reachability::failed)
        .map(
            response -> {
              reachability.answered();
              List<Entry> entries =
                  response.items().stream().map(item -> entry(item, index.range())).toList();
              return new Entries(
                  entries,
                  response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty());
            });
  }

  private static QueryRequest request(String category, Slice slice, Index index, int limit) {
    Map<String, String> names = new HashMap<>(Map.of("#c", DynamoTables.CATEGORY));
    Map<String, AttributeValue> values =
        new HashMap<>(Map.of(":c", AttributeValue.fromS(category)));
    String condition = "#c = :c";
    String from = slice.from();
    if (from != null) {
      names.put("#r", index.range());
      values.put(":r", AttributeValue.fromS(from));
      condition += slice.ascending() ? " AND #r > :r" : " AND #r < :r";
    }
    return QueryRequest.builder()
        .tableName(DynamoTables.LISTINGS)
        .indexName(index.name())
        .keyConditionExpression(condition)
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .scanIndexForward(slice.ascending())
        .limit(limit)
        .build();
  }

  private static Entry entry(Map<String, AttributeValue> item, String range) {
    return new Entry(
        Items.attribute(item, DynamoTables.PRODUCT).s(), Items.attribute(item, range).s());
  }

  private record Index(String name, String range) {}

  private static Index index(ListingOrder order) {
    return switch (order) {
      case ListingOrder.Name _ -> new Index(DynamoTables.BY_NAME, DynamoTables.NAME);
      case ListingOrder.Newest _ -> new Index(DynamoTables.BY_NEWEST, DynamoTables.NEWEST);
      case ListingOrder.Price(String currency, boolean _) ->
          new Index(DynamoTables.byPrice(currency), DynamoTables.price(currency));
    };
  }
}
