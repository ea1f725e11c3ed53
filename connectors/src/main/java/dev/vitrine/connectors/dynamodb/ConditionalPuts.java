package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.dynamodb.ItemMapping.Item;
import dev.vitrine.connectors.view.Fate;
import dev.vitrine.connectors.view.Fated;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** One conditional PutItem per item, many at a time. */
final class ConditionalPuts implements Puts {
  private final DynamoDbAsyncClient client;
  private final InFlight inFlight;

  ConditionalPuts(DynamoDbAsyncClient client, int inFlight) {
    this.client = client;
    this.inFlight = new InFlight(inFlight);
  }

  @Override
  public List<Fated> put(List<Item> items) {
    return inFlight.all(
        items,
        this::put,
        fated -> fated.fate() instanceof Fate.Transient || fated.fate() instanceof Fate.Fatal,
        item -> new Fated(item.write(), notSent()));
  }

  CompletableFuture<Fated> put(Item item) {
    return client
        .putItem(
            put ->
                put.tableName(item.table())
                    .item(item.attributes())
                    .conditionExpression(NEWER)
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Puts.versionOf(item)))
        .handle(
            (_, failure) ->
                new Fated(
                    item.write(),
                    failure == null ? new Fate.Stored() : DynamoFaults.ofOne(failure)));
  }

  static Fate notSent() {
    return new Fate.Transient(SdkClientException.create("not sent, DynamoDB was in trouble"));
  }
}
