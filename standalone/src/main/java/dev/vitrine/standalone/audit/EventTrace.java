package dev.vitrine.standalone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.event.StreamId;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Tells the way of a product's last event: what each station between admin and shopper holds. */
public final class EventTrace {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final String LAST =
      "SELECT global_index, sequence_number, payload_type, time_stamp, payload, meta_data"
          + " FROM domain_event_entry WHERE aggregate_identifier = ?"
          + " ORDER BY sequence_number DESC LIMIT 1";

  private final Ports ports;
  private final String databasePassword;
  private final Consumer<String> says;

  /**
   * @param says gets a line for each thing found
   */
  public EventTrace(Ports ports, String databasePassword, Consumer<String> says) {
    this.ports = ports;
    this.databasePassword = databasePassword;
    this.says = says;
  }

  /**
   * @throws StandaloneException when there is no such product, or a station does not answer
   */
  public void follow(String productId) throws InterruptedException {
    String stream = StreamId.ofProduct(productId);
    String view = new ViewKey.Product(productId).text();
    Instant decided = event(stream);
    try (var records = new LastRecord(ports.kafkaBootstrap())) {
      record(records.of(Topics.EVENTS, stream, decided));
      record(records.of(Topics.VIEWS, view, decided));
    }
    stores(view);
    answer(productId);
  }

  private Instant event(String stream) {
    try (var connection =
            DriverManager.getConnection(ports.jdbcUrl(), "vitrine", databasePassword);
        var query = connection.prepareStatement(LAST)) {
      query.setString(1, stream);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new StandaloneException("there is no event of " + stream);
        }
        tell(
            "postgresql",
            "domain_event_entry %d: %s, sequence %d, %s"
                .formatted(
                    row.getLong("global_index"),
                    row.getString("payload_type"),
                    row.getLong("sequence_number"),
                    row.getString("time_stamp")));
        tell("", row.getString("payload"));
        tell("", row.getString("meta_data"));
        return Instant.parse(row.getString("time_stamp"));
      }
    } catch (SQLException e) {
      throw new StandaloneException("PostgreSQL: " + e.getMessage(), e);
    }
  }

  private void record(@Nullable ConsumerRecord<String, byte[]> record) {
    if (record == null) {
      tell("kafka", "not there yet");
      return;
    }
    tell(
        "kafka",
        "%s-%d@%d %s".formatted(record.topic(), record.partition(), record.offset(), record.key()));
    var headers = new StringJoiner(", ");
    for (Header header : record.headers()) {
      String value = header.value() == null ? "" : new String(header.value(), UTF_8);
      headers.add(header.key() + "=" + value);
    }
    tell("", headers.toString());
  }

  private void stores(String view) throws InterruptedException {
    try (DynamoDbClient dynamo = LocalDynamo.open(ports.dynamodbUrl());
        RedisClient client = RedisClient.create(ports.redisUrl());
        var redis = client.connect(ByteArrayCodec.INSTANCE)) {
      store(DynamoStore.views(dynamo), view);
      store(new RedisStore(redis.sync()), view);
    } catch (SdkException e) {
      throw new StandaloneException("DynamoDB: " + e.getMessage(), e);
    } catch (RedisException e) {
      throw new StandaloneException("Redis: " + e.getMessage(), e);
    }
  }

  private void store(Store store, String key) throws InterruptedException {
    try {
      View view = store.get(key);
      if (view == null) {
        tell(store.name(), "not there");
      } else {
        tell(
            store.name(),
            "%s: format %d, sequence %d, %s"
                .formatted(
                    key,
                    view.version().format(),
                    view.version().sequence(),
                    view.gone() ? "gone" : "live"));
      }
    } catch (Store.UnreadableItem e) {
      tell(store.name(), e.toString());
    }
  }

  private void answer(String productId) throws InterruptedException {
    String path = "/v1/products/" + Http.encode(productId);
    try (var http = new Http()) {
      HttpResponse<byte[]> answer =
          http.send(Http.request(ports.queryUrl() + path, BOUND).GET().build());
      tell(
          "http",
          "GET %s: %d, ETag %s, Vitrine-Version %s, Vitrine-Source %s"
              .formatted(
                  path,
                  answer.statusCode(),
                  header(answer, "ETag"),
                  header(answer, "Vitrine-Version"),
                  header(answer, "Vitrine-Source")));
    } catch (IOException e) {
      throw new StandaloneException("the query service does not answer: " + e, e);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("-");
  }

  private void tell(String station, String text) {
    says.accept("%-22s %s".formatted(station, text));
  }
}
