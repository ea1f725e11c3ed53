package dev.vitrine.query.dynamodb;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Reachability;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ReadMetrics.Outcome;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.UnreadableView;
import dev.vitrine.query.view.ViewStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Views in DynamoDB, read consistently: what is read here is put into the cache, and an older copy
 * of an item would be a step back.
 */
final class DynamoViewsReader implements ViewStore {
  /**
   * A batch answers with what fits 16 MB or what its throughput allows, and names the rest; a
   * hundred views of the largest size take two rounds, the others are for a throttled table.
   */
  private static final int ROUNDS = 6;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

  /** Beyond these only the metric tells; a table full of such items must not fill the log. */
  private static final int MAX_TOLD = 1_000;

  private static final Logger log = LoggerFactory.getLogger(DynamoViewsReader.class);

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final DynamoDbAsyncClient client;
  private final ReadMetrics metrics;
  private final Reachability reachability;

  DynamoViewsReader(DynamoDbAsyncClient client, ReadMetrics metrics, Reachability reachability) {
    this.client = client;
    this.metrics = metrics;
    this.reachability = reachability;
  }

  @Override
  public Mono<FoundView> read(ViewKey key) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(DynamoTables.VIEWS)
            .key(item(key.text()))
            .consistentRead(true)
            .build();
    return Mono.fromFuture(() -> client.getItem(request))
        .onErrorMap(SdkException.class, reachability::failed)
        .doOnError(
            StoreUnavailable.class, _ -> metrics.read(Source.DYNAMODB, key, Outcome.UNAVAILABLE))
        .mapNotNull(
            response -> {
              reachability.answered();
              if (!response.hasItem() || response.item().isEmpty()) {
                metrics.read(Source.DYNAMODB, key, Outcome.ABSENT);
                return null;
              }
              return decode(key, response.item());
            });
  }

  @Override
  public Mono<Views> readAll(Set<ViewKey> keys) {
    Map<String, ViewKey> byText = LinkedHashMap.newLinkedHashMap(keys.size());
    keys.forEach(key -> byText.put(key.text(), key));
    KeysAndAttributes request =
        KeysAndAttributes.builder()
            .keys(byText.keySet().stream().map(DynamoViewsReader::item).toList())
            .consistentRead(true)
            .build();
    return collect(request, byText, new Views(new HashMap<>(), new HashSet<>(), new HashSet<>()), 1)
        .onErrorMap(SdkException.class, reachability::failed)
        .doOnError(
            StoreUnavailable.class,
            _ -> keys.forEach(key -> metrics.read(Source.DYNAMODB, key, Outcome.UNAVAILABLE)))
        .doOnNext(
            found -> {
              for (ViewKey key : keys) {
                if (!found.found().containsKey(key)) {
                  boolean throttled = found.unavailable().contains(key);
                  metrics.read(
                      Source.DYNAMODB, key, throttled ? Outcome.UNAVAILABLE : Outcome.ABSENT);
                }
              }
            });
  }

  private Mono<Views> collect(
      KeysAndAttributes request, Map<String, ViewKey> keys, Views found, int round) {
    return Mono.fromFuture(
            () ->
                client.batchGetItem(
                    batch -> batch.requestItems(Map.of(DynamoTables.VIEWS, request))))
        .flatMap(
            response -> {
              reachability.answered();
              take(response, keys, found);
              KeysAndAttributes rest = response.unprocessedKeys().get(DynamoTables.VIEWS);
              if (rest == null || rest.keys().isEmpty()) {
                return Mono.just(found);
              }
              if (round == ROUNDS) {
                return unprocessed(rest, keys, found);
              }
              return Mono.delay(FIRST_PAUSE.multipliedBy(1L << (round - 1)))
                  .then(Mono.defer(() -> collect(rest, keys, found, round + 1)));
            });
  }

  /** The keys that were read are answered; only where none was, the store counts as away. */
  private static Mono<Views> unprocessed(
      KeysAndAttributes rest, Map<String, ViewKey> keys, Views found) {
    if (rest.keys().size() == keys.size()) {
      return Mono.error(
          () ->
              new StoreUnavailable(
                  Source.DYNAMODB, rest.keys().size() + " keys unprocessed", null));
    }
    for (Map<String, AttributeValue> item : rest.keys()) {
      ViewKey key = keys.get(Items.attribute(item, DynamoTables.KEY).s());
      if (key != null) {
        found.unavailable().add(key);
      }
    }
    return Mono.just(found);
  }

  /** One item that nobody can read must not cost the others: it is missing, and said to be. */
  private void take(BatchGetItemResponse response, Map<String, ViewKey> keys, Views views) {
    for (Map<String, AttributeValue> item :
        response.responses().getOrDefault(DynamoTables.VIEWS, List.of())) {
      ViewKey key = keys.get(Items.attribute(item, DynamoTables.KEY).s());
      if (key != null) {
        try {
          views.found().put(key, decode(key, item));
        } catch (UnreadableView _) {
          views.unreadable().add(key);
        }
      }
    }
  }

  private void tell(UnreadableView unreadable) {
    if (told.size() < MAX_TOLD && told.add(String.valueOf(unreadable.getMessage()))) {
      log.error("Cannot be answered: {}", unreadable.getMessage(), unreadable.getCause());
    }
  }

  private FoundView decode(ViewKey key, Map<String, AttributeValue> item) {
    try {
      FoundView found = new FoundView(Items.view(item), Source.DYNAMODB);
      metrics.read(Source.DYNAMODB, key, Outcome.of(found));
      return found;
    } catch (IllegalArgumentException notAView) {
      metrics.corrupted(Source.DYNAMODB);
      var unreadable = new UnreadableView(key, notAView);
      tell(unreadable);
      throw unreadable;
    }
  }

  private static Map<String, AttributeValue> item(String key) {
    return Map.of(DynamoTables.KEY, AttributeValue.fromS(key));
  }
}
