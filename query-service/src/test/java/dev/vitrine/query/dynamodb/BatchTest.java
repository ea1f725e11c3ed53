package dev.vitrine.query.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Stores;
import dev.vitrine.query.view.Reachability;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.ViewStore.Views;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** A table that answers a part and names the rest, which DynamoDB Local does not do on demand. */
class BatchTest {
  private int calls;

  /**
   * @param perCall keys that it answers at most
   */
  private DynamoViewsReader reader(int perCall) {
    DynamoDbAsyncClient client =
        new DynamoDbAsyncClient() {
          @Override
          public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
            calls++;
            KeysAndAttributes asked = request.requestItems().values().iterator().next();
            assertThat(asked.consistentRead()).isTrue();
            List<Map<String, AttributeValue>> keys = asked.keys();
            int answered = Math.min(perCall, keys.size());
            BatchGetItemResponse.Builder response =
                BatchGetItemResponse.builder()
                    .responses(
                        Map.of(
                            DynamoTables.VIEWS,
                            keys.subList(0, answered).stream().map(BatchTest::item).toList()));
            if (answered < keys.size()) {
              response.unprocessedKeys(
                  Map.of(
                      DynamoTables.VIEWS,
                      asked.toBuilder().keys(keys.subList(answered, keys.size())).build()));
            }
            return CompletableFuture.completedFuture(response.build());
          }

          @Override
          public String serviceName() {
            return "dynamodb";
          }

          @Override
          public void close() {}
        };
    return new DynamoViewsReader(
        client, new ReadMetrics(new SimpleMeterRegistry()), new Reachability(Source.DYNAMODB));
  }

  private static Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
    byte[] body = Stores.JSON.writeValueAsBytes(Samples.product("p", 1));
    return Map.of(
        DynamoTables.KEY, key.values().iterator().next(),
        DynamoTables.FORMAT, AttributeValue.fromN("1"),
        DynamoTables.SEQUENCE, AttributeValue.fromN("1"),
        DynamoTables.GONE, AttributeValue.fromBool(false),
        DynamoTables.BODY, AttributeValue.fromB(SdkBytes.fromByteArray(body)));
  }

  private static Views read(DynamoViewsReader reader) {
    Set<ViewKey> keys =
        IntStream.range(0, 100)
            .mapToObj(i -> new ViewKey.Product("p" + i))
            .collect(Collectors.toSet());
    return reader.readAll(keys).blockOptional(Duration.ofSeconds(10)).orElseThrow();
  }

  @Test
  void what_was_left_over_is_asked_for_again() {
    assertThat(read(reader(40)).found()).hasSize(100);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void a_table_that_leaves_everything_over_is_asked_a_bounded_number_of_times() {
    assertThatThrownBy(() -> read(reader(0))).isInstanceOf(StoreUnavailable.class);
    assertThat(calls).isEqualTo(6);
  }

  @Test
  void what_a_throttled_table_has_answered_is_not_lost_for_the_rest() {
    Views views = read(reader(10));
    assertThat(views.found()).hasSize(60);
    assertThat(views.unavailable()).hasSize(40).doesNotContainAnyElementsOf(views.found().keySet());
  }
}
