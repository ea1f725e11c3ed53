package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.dynamodb.ItemMapping.Item;
import dev.vitrine.connectors.dynamodb.ItemMapping.Unfit;
import dev.vitrine.connectors.view.Fate;
import dev.vitrine.connectors.view.Fated;
import dev.vitrine.connectors.view.ViewWrite;
import dev.vitrine.connectors.view.ViewWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Puts views into DynamoDB's tables. */
final class DynamoWriter implements ViewWriter {
  private static final int TRANSACTION_ITEMS = 100;

  private final DynamoDbAsyncClient client;
  private final Tables tables;
  private final DynamoItems items;
  private final Puts puts;

  private DynamoWriter(DynamoDbAsyncClient client, Tables tables, DynamoItems items, Puts puts) {
    this.client = client;
    this.tables = tables;
    this.items = items;
    this.puts = puts;
  }

  static DynamoWriter connect(DynamoDbSinkConfig config) {
    DynamoDbAsyncClient client = DynamoClients.open(config);
    Puts puts =
        switch (config.writeMode()) {
          case CONDITIONAL -> new ConditionalPuts(client, config.inFlight());
          case TRANSACTIONAL -> new TransactionalPuts(client, config.inFlight(), TRANSACTION_ITEMS);
        };
    return new DynamoWriter(
        client,
        new Tables(client, config.currencies(), config.createTables()),
        new DynamoItems(config.currencies()),
        puts);
  }

  @Override
  public void prepare() {
    tables.ready();
  }

  @Override
  public List<Fated> write(Collection<ViewWrite> writes) {
    List<Fated> fates = new ArrayList<>(writes.size());
    List<Item> fit = new ArrayList<>(writes.size());
    for (ViewWrite write : writes) {
      switch (items.map(write)) {
        case Item item -> fit.add(item);
        case Unfit(ViewWrite unfit, String why) ->
            fates.add(new Fated(unfit, new Fate.Poison(why)));
      }
    }
    fates.addAll(puts.put(fit));
    return fates;
  }

  @Override
  public void close() {
    client.close();
  }
}
