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
  public Mono<Entries> entries(String list, Slice slice, int limit) {
    Index index = index(slice.order());
    return Mono.fromFuture(() -> client.query(request(list, slice, index, limit)))
        .onErrorMap(SdkException.class, reachability::failed)
        .map(
            response -> {
              reachability.answered();
              List<Entry> found =
                  response.items().stream()
                      .map(item -> entry(item, index.range()))
                      .filter(entry -> !entry.key().equals(slice.from()))
                      .toList();
              boolean more =
                  response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty();
              return found.size() > limit
                  ? new Entries(found.subList(0, limit), true)
                  : new Entries(found, more);
            });
  }

  /**
   * Between two bounds DynamoDB takes both inclusively; only where the slice begins can there be an
   * entry, which was seen, so one more is asked for.
   */
  private static QueryRequest request(String list, Slice slice, Index index, int limit) {
    Map<String, String> names = new HashMap<>(Map.of("#c", DynamoTables.CATEGORY));
    Map<String, AttributeValue> values = new HashMap<>(Map.of(":c", AttributeValue.fromS(list)));
    String low = slice.ascending() ? slice.from() : slice.until();
    String high = slice.ascending() ? slice.until() : slice.from();
    String condition = "#c = :c";
    if (low != null) {
      values.put(":low", AttributeValue.fromS(low));
    }
    if (high != null) {
      values.put(":high", AttributeValue.fromS(high));
    }
    if (low != null || high != null) {
      names.put("#r", index.range());
      condition +=
          high == null
              ? " AND #r > :low"
              : low == null ? " AND #r < :high" : " AND #r BETWEEN :low AND :high";
    }
    return QueryRequest.builder()
        .tableName(DynamoTables.LISTINGS)
        .indexName(index.name())
        .keyConditionExpression(condition)
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .scanIndexForward(slice.ascending())
        .limit(low != null && high != null ? limit + 1 : limit)
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
      case ListingOrder.Price price ->
          new Index(DynamoTables.byPrice(price.currency()), DynamoTables.price(price.currency()));
    };
  }
}
