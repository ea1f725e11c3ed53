package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.Fate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Creates the tables, or checks that they are there and are ours. */
final class Tables {
  private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

  private final DynamoDbAsyncClient client;
  private final List<TableLayout> layouts;
  private final boolean create;

  Tables(DynamoDbAsyncClient client, List<String> currencies, boolean create) {
    this.client = client;
    this.layouts = List.of(TableLayout.views(), TableLayout.listings(currencies));
    this.create = create;
  }

  /**
   * @throws RetriableException when DynamoDB is away or a table is still being made
   * @throws ConnectException when a table is missing or does not fit
   */
  void ready() {
    layouts.forEach(this::ready);
  }

  private void ready(TableLayout layout) {
    TableDescription found;
    try {
      found = called(client.describeTable(d -> d.tableName(layout.table()))).table();
    } catch (ResourceNotFoundException e) {
      if (!create) {
        throw new ConnectException(
            "DynamoDB table "
                + layout.table()
                + " does not exist; create it (connectors/README.md) or set "
                + DynamoDbSinkConfig.TABLES_CREATE
                + "=true",
            e);
      }
      found = create(layout);
    }
    layout
        .problem(found)
        .ifPresent(
            problem -> {
              throw new ConnectException(problem);
            });
    // A table that is being updated takes writes.
    if (found.tableStatus() != TableStatus.ACTIVE && found.tableStatus() != TableStatus.UPDATING) {
      throw new RetriableException(
          "DynamoDB table " + layout.table() + " is " + found.tableStatusAsString());
    }
  }

  /** Other tasks try the same at the same time; one wins, the others look again. */
  private TableDescription create(TableLayout layout) {
    try {
      TableDescription made = called(client.createTable(layout.creation())).tableDescription();
      LOG.info("Created DynamoDB table {}", layout.table());
      return made;
    } catch (ResourceInUseException e) {
      throw new RetriableException("DynamoDB table " + layout.table() + " is being created", e);
    }
  }

  private static <T> T called(CompletableFuture<T> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      Throwable cause = DynamoFaults.unwrapped(e);
      if (cause instanceof ResourceNotFoundException notFound) {
        throw notFound;
      }
      if (cause instanceof ResourceInUseException inUse) {
        throw inUse;
      }
      throw switch (DynamoFaults.ofAll(cause)) {
        case Fate.Transient(Throwable t) -> new RetriableException("DynamoDB is away: " + t, t);
        case Fate.Fatal(String why, Throwable t) -> new ConnectException(why, t);
        case Fate.Stored _, Fate.Stale _, Fate.Skipped _, Fate.Poison _ ->
            new IllegalStateException("not the fate of a call that failed", cause);
      };
    }
  }
}
