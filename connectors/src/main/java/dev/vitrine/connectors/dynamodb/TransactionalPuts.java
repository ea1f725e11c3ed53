package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.dynamodb.ItemMapping.Item;
import dev.vitrine.connectors.view.Fate;
import dev.vitrine.connectors.view.Fated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Transactions of conditional puts. That they are atomic is of no use here; that they are one call
 * and one commit to disk is. A cancelled one says why for each item: what is settled is dropped and
 * the rest sent again, so every repeat is smaller than the one before.
 */
final class TransactionalPuts implements Puts {
  /** AWS's bounds are 100 items and 4 MB; the rest is room for names and expressions. */
  private static final int MAX_BYTES = 3 * 1024 * 1024;

  private final DynamoDbAsyncClient client;
  private final ConditionalPuts single;
  private final InFlight inFlight;
  private final int maxItems;

  TransactionalPuts(DynamoDbAsyncClient client, int inFlight, int maxItems) {
    this.client = client;
    this.single = new ConditionalPuts(client, inFlight);
    this.inFlight = new InFlight(inFlight);
    this.maxItems = maxItems;
  }

  @Override
  public List<Fated> put(List<Item> items) {
    return inFlight
        .all(
            chunks(items),
            this::transact,
            TransactionalPuts::inTrouble,
            chunk -> fated(chunk, ConditionalPuts.notSent()))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private CompletableFuture<List<Fated>> transact(List<Item> chunk) {
    return client
        .transactWriteItems(t -> t.transactItems(chunk.stream().map(this::put).toList()))
        .handle((_, failure) -> failure)
        .thenCompose(
            failure -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(fated(chunk, new Fate.Stored()));
              }
              if (DynamoFaults.unwrapped(failure) instanceof TransactionCanceledException cancelled
                  && cancelled.cancellationReasons().size() == chunk.size()) {
                return afterCancel(chunk, cancelled);
              }
              if (DynamoFaults.isValidation(failure)) {
                return oneByOne(chunk);
              }
              return CompletableFuture.completedFuture(fated(chunk, DynamoFaults.ofAll(failure)));
            });
  }

  private CompletableFuture<List<Fated>> afterCancel(
      List<Item> chunk, TransactionCanceledException cancelled) {
    List<Fated> settled = new ArrayList<>();
    List<Item> rest = new ArrayList<>();
    List<CancellationReason> reasons = cancelled.cancellationReasons();
    for (int i = 0; i < chunk.size(); i++) {
      Item item = chunk.get(i);
      CancellationReason reason = reasons.get(i);
      switch (String.valueOf(reason.code())) {
        case "ConditionalCheckFailed" -> settled.add(new Fated(item.write(), new Fate.Stale()));
        case "ValidationError", "ItemCollectionSizeLimitExceeded" ->
            settled.add(
                new Fated(
                    item.write(), new Fate.Poison("refused by DynamoDB: " + reason.message())));
        default -> rest.add(item);
      }
    }
    if (rest.isEmpty()) {
      return CompletableFuture.completedFuture(settled);
    }
    if (settled.isEmpty()) {
      // Nothing but conflicts and throttling: let the task wait before it tries again.
      return CompletableFuture.completedFuture(fated(rest, new Fate.Transient(cancelled)));
    }
    return transact(rest)
        .thenApply(
            fates -> {
              settled.addAll(fates);
              return settled;
            });
  }

  /**
   * DynamoDB refuses a whole transaction for one bad item; alone each is told its own reason. One
   * after the other, in the place of the one call that was refused: the client has room for no
   * more, and what it rejected itself would be tried again with the bad item in front each time.
   */
  private CompletableFuture<List<Fated>> oneByOne(List<Item> chunk) {
    CompletableFuture<List<Fated>> fates = CompletableFuture.completedFuture(new ArrayList<>());
    for (Item item : chunk) {
      fates =
          fates.thenCompose(
              before -> {
                CompletableFuture<Fated> next =
                    inTrouble(before)
                        ? CompletableFuture.completedFuture(
                            new Fated(item.write(), ConditionalPuts.notSent()))
                        : single.put(item);
                return next.thenApply(
                    fated -> {
                      before.add(fated);
                      return before;
                    });
              });
    }
    return fates;
  }

  private static boolean inTrouble(List<Fated> fates) {
    return fates.stream()
        .anyMatch(
            fated -> fated.fate() instanceof Fate.Transient || fated.fate() instanceof Fate.Fatal);
  }

  private TransactWriteItem put(Item item) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(item.table())
                    .item(item.attributes())
                    .conditionExpression(NEWER)
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Puts.versionOf(item)))
        .build();
  }

  private List<List<Item>> chunks(List<Item> items) {
    List<List<Item>> chunks = new ArrayList<>();
    List<Item> chunk = new ArrayList<>();
    int bytes = 0;
    for (Item item : items) {
      if (chunk.size() == maxItems || (!chunk.isEmpty() && bytes + item.bytes() > MAX_BYTES)) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        bytes = 0;
      }
      chunk.add(item);
      bytes += item.bytes();
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  private static List<Fated> fated(List<Item> items, Fate fate) {
    return items.stream().map(item -> new Fated(item.write(), fate)).toList();
  }
}
