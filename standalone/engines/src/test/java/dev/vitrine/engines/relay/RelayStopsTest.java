package dev.vitrine.engines.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.engines.EngineFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RelayStopsTest {
  private final RelayStack stack;

  RelayStopsTest(@TempDir Path folder)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    stack = RelayStack.start(folder);
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  @Test
  @Order(1)
  void a_slot_that_was_lost_stops_the_relay_until_its_offsets_are_deleted()
      throws IOException, SQLException, InterruptedException {
    stack.deploy();
    try (var connection = stack.connection()) {
      EventRow.insert(connection, List.of(EventRow.of("product:before", 0)));
    }
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      assertThat(events.read(1, Duration.ofSeconds(60), aggregate -> true)).hasSize(1);
    }
    stack.connect().running().kill();
    try (var connection = stack.connection();
        var statement = connection.createStatement()) {
      EventRow.insert(connection, List.of(EventRow.of("product:after", 0)));
      statement.execute(
          "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active");
      statement.execute("SELECT pg_drop_replication_slot('vitrine')");
      connection.commit();
    }
    stack.connect().running().start();
    awaitFailed();
    assertThat(stack.connect().status(RelayStack.NAME)).contains("no longer available");
    // The repair: without offsets the relay begins again with all that the table holds. The fold
    // knows what it has seen.
    stack.connect().forgetOffsets(RelayStack.NAME);
    stack.connect().awaitRunning(RelayStack.NAME);
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      assertThat(events.read(3, Duration.ofSeconds(60), aggregate -> true))
          .extracting(read -> read.key())
          .containsExactlyInAnyOrder("product:before", "product:before", "product:after");
    }
  }

  @Test
  @Order(2)
  void a_row_that_cannot_be_carried_stops_the_relay_and_is_not_skipped()
      throws IOException, SQLException, InterruptedException {
    stack.connect().awaitRunning(RelayStack.NAME);
    var tooLarge =
        EventRow.of("product:huge", 0).withPayload("{\"name\":\"" + random(5 << 20) + "\"}");
    try (var connection = stack.connection()) {
      EventRow.insert(connection, List.of(EventRow.of("product:small", 0)));
      EventRow.insert(connection, List.of(tooLarge));
      EventRow.insert(connection, List.of(EventRow.of("product:last", 0)));
    }
    awaitFailed();
    assertThat(stack.connect().status(RelayStack.NAME)).contains("RecordTooLargeException");
    // Also after a restart of the worker: what was not carried is tried again, never passed over.
    stack.connect().running().restart();
    awaitFailed();
    assertThatThrownBy(() -> stack.connect().awaitRunning(RelayStack.NAME))
        .isInstanceOf(EngineFailure.class);
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      var now = List.of("product:small", "product:huge", "product:last");
      assertThat(events.read(2, Duration.ofSeconds(5), now::contains))
          .extracting(read -> read.key())
          .containsExactly("product:small");
    }
  }

  private void awaitFailed() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 600; attempt++) {
      if (stack.connect().status(RelayStack.NAME).contains("FAILED")) {
        return;
      }
      var unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("still runs: " + stack.connect().status(RelayStack.NAME));
  }

  private static String random(int length) {
    return new Random(1)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
