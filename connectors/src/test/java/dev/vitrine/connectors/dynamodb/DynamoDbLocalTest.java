package dev.vitrine.connectors.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.connectors.view.Records;
import dev.vitrine.connectors.view.Sink;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The suite against DynamoDB Local, and what only a store of one's own can be put through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoDbLocalTest implements DynamoDbSuite {
  private DynamoDbLocal engine;
  private DynamoDbStore store;

  @BeforeAll
  void start(@TempDir Path data) {
    engine = DynamoDbLocal.start(data);
    store = new DynamoDbStore(engine.endpoint());
  }

  @AfterAll
  void stop() {
    store.close();
    engine.close();
  }

  @Override
  public DynamoDbStore store() {
    return store;
  }

  @Test
  void a_dynamodb_that_was_killed_and_came_back_gets_what_was_missing(@TempDir Path data) {
    var settings = new DynamoDbLocal.Settings(data, Ports.free(), DynamoDbLocal.Storage.DISK);
    try (DynamoDbLocal mortal = DynamoDbLocal.start(settings);
        DynamoDbStore own = new DynamoDbStore(mortal.endpoint());
        Sink sink = own.sink(Map.of("request.timeout.ms", "3000", "write.mode", "transactional"))) {
      sink.put(Records.live("product:lamp", 1, "{\"v\":1}"));
      mortal.running().kill();
      assertThatThrownBy(() -> sink.putOnce(List.of(Records.live("product:lamp", 2, "{\"v\":2}"))))
          .isInstanceOf(RetriableException.class);
      mortal.running().start();
      sink.put(Records.live("product:lamp", 2, "{\"v\":2}"));

      assertThat(own.body("product:lamp")).isEqualTo("{\"v\":2}");
      assertThat(sink.total("retries-total")).isPositive();
    }
  }

  @Test
  void a_dynamodb_that_is_away_at_the_start_is_waited_for(@TempDir Path data) {
    int port = Ports.free();
    Map<String, String> fast = Map.of("request.timeout.ms", "3000");
    try (DynamoDbStore own = new DynamoDbStore(URI.create("http://127.0.0.1:" + port));
        Sink sink = own.sink(fast)) {
      assertThatThrownBy(() -> sink.putOnce(List.of())).isInstanceOf(RetriableException.class);
      try (DynamoDbLocal late = DynamoDbLocal.start(data, port)) {
        sink.put(Records.live("product:lamp", 1, "{}"));
        assertThat(own.view("product:lamp")).isNotEmpty();
        assertThat(late.running().isAlive()).isTrue();
      }
    }
  }
}
