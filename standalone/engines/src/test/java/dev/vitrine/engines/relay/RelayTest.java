package dev.vitrine.engines.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class RelayTest {
  private static final EventRow ODD =
      EventRow.of("product:early", 0)
          .insideCommit()
          .withPayload("{\"name\" : \"Lámpara 💡 \\\"\\u00e9\\\" \\\\\", \"n\":1.50 }\n")
          .withMetadata("{\"actor\":\"José\",\"origin\":\"api\"}")
          .withTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  private static final List<EventRow> EARLY =
      List.of(ODD, EventRow.of("product:early", 1), EventRow.of("product:early", 2));

  private final RelayStack stack;

  RelayTest(@TempDir Path folder)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    stack = RelayStack.start(folder);
  }

  @BeforeAll
  void deploy() throws SQLException, IOException, InterruptedException {
    try (var connection = stack.connection()) {
      EventRow.insert(connection, EARLY);
    }
    stack.deploy();
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  @Test
  void what_was_there_before_the_relay_and_what_came_after_arrive_in_order() throws SQLException {
    var late = List.of(EventRow.of("product:early", 3), EventRow.of("product:early", 4));
    try (var connection = stack.connection()) {
      EventRow.insert(connection, late);
    }
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      var records = events.read(5, Duration.ofSeconds(30), "product:early"::equals);
      List<@Nullable String> ids =
          records.stream().map(read -> CommittedEvents.headers(read).get("ce_id")).toList();
      // A task that is started anew within its snapshot begins that anew: what was out by then
      // comes
      // twice, and is told by its sequence.
      assertThat(ids.stream().distinct())
          .containsExactly(
              ODD.id(), EARLY.get(1).id(), EARLY.get(2).id(), late.get(0).id(), late.get(1).id());
      assertThat(ids).endsWith(late.get(0).id(), late.get(1).id());
      late.forEach(event -> assertThat(ids).containsOnlyOnce(event.id()));
      var odd = records.getFirst();
      assertThat(odd.key()).isEqualTo("product:early");
      assertThat(odd.value()).isEqualTo(ODD.payload().getBytes(StandardCharsets.UTF_8));
      assertThat(CommittedEvents.headers(odd))
          .isEqualTo(
              Map.ofEntries(
                  Map.entry("ce_id", ODD.id()),
                  Map.entry("ce_type", EventRow.TYPE),
                  Map.entry("ce_source", "/vitrine/command-service"),
                  Map.entry("ce_time", EventRow.TIME),
                  Map.entry("ce_subject", "product:early"),
                  Map.entry("ce_specversion", "1.0"),
                  Map.entry("content-type", "application/json"),
                  Map.entry("vitrine_sequence", "0"),
                  Map.entry("vitrine_commit_end", "false"),
                  Map.entry("vitrine_metadata", ODD.metadata()),
                  Map.entry("traceparent", ODD.traceparent())));
      assertThat(CommittedEvents.headers(records.getLast()))
          .containsEntry("vitrine_sequence", "4")
          .containsEntry("vitrine_commit_end", "true")
          .containsEntry("traceparent", "");
      byte[] key = "product:early".getBytes(StandardCharsets.UTF_8);
      assertThat(odd.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 12);
    }
  }

  /** An update of Vitrine: the log still holds rows of the table as it was. */
  @Test
  void rows_that_were_written_before_they_named_their_trace_come_without_it()
      throws SQLException, IOException {
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      // The snapshot is over; what it read had the column.
      assertThat(events.read(3, Duration.ofMinutes(1), "product:early"::equals)).hasSize(3);
    }
    try (var connection = stack.connection();
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE domain_event_entry DROP COLUMN traceparent");
      statement.execute(
          """
          INSERT INTO domain_event_entry (event_identifier, aggregate_identifier, sequence_number,
            type, time_stamp, payload_type, payload, meta_data, commit_end)
          VALUES ('e-0', 'product:updated', 0, 'Product', '2026-11-01T10:15:30Z',
            'product.renamed.v1', '{}', '{}', true)
          """);
      statement.execute(Files.readString(RelayStack.migration("V104__events_name_their_trace")));
      EventRow.insert(
          connection, List.of(EventRow.of("product:updated", 1).withTraceparent("00-1")));
    }
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      assertThat(events.read(2, Duration.ofMinutes(1), "product:updated"::equals))
          .extracting(CommittedEvents::headers)
          .satisfiesExactly(
              before ->
                  assertThat(before)
                      .containsEntry("vitrine_commit_end", "true")
                      .doesNotContainKey("traceparent"),
              after -> assertThat(after).containsEntry("traceparent", "00-1"));
    }
  }

  @Test
  void a_killed_worker_neither_loses_nor_repeats_nor_reorders()
      throws SQLException, IOException, InterruptedException {
    int aggregates = 200;
    int events = 100;
    try (var connection = stack.connection()) {
      for (long sequence = 0; sequence < events; sequence++) {
        var rows = new ArrayList<EventRow>();
        for (int n = 0; n < aggregates; n++) {
          rows.add(EventRow.of("product:burst-" + n, sequence));
        }
        EventRow.insert(connection, rows);
        if (sequence == events / 2) {
          // In the middle: some of the burst is out, and the relay works on the rest of this half.
          try (var seen = new CommittedEvents(stack.kafka().bootstrapServers())) {
            assertThat(seen.some(Duration.ofMinutes(1), key -> key.startsWith("product:burst-")))
                .isTrue();
          }
          stack.connect().running().kill();
        }
      }
    }
    stack.connect().running().start();
    stack.connect().awaitRunning(RelayStack.NAME);
    try (var consumer = new CommittedEvents(stack.kafka().bootstrapServers())) {
      var records =
          consumer.read(
              aggregates * events,
              Duration.ofMinutes(3),
              aggregate -> aggregate.startsWith("product:burst-"));
      var sequences =
          records.stream()
              .collect(
                  Collectors.groupingBy(
                      ConsumerRecord::key,
                      Collectors.mapping(
                          read ->
                              Long.parseLong(CommittedEvents.headers(read).get("vitrine_sequence")),
                          Collectors.toList())));
      assertThat(sequences).hasSize(aggregates);
      assertThat(sequences.values())
          .allSatisfy(
              ofOne -> assertThat(ofOne).isEqualTo(LongStream.range(0, events).boxed().toList()));
    }
  }

  @Test
  void changes_of_other_tables_alone_move_the_slot_on() throws SQLException, InterruptedException {
    long before = confirmed();
    try (var connection = stack.connection();
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO elsewhere SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
      long target = lsn("pg_current_wal_lsn()");
      assertThat(target).isGreaterThan(before + 1_000_000);
      for (int attempt = 0; attempt < 300 && confirmed() < target; attempt++) {
        var unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      }
      assertThat(confirmed()).isGreaterThanOrEqualTo(target);
    }
  }

  @Test
  void a_killed_database_is_found_again() throws SQLException {
    try (var connection = stack.connection()) {
      EventRow.insert(connection, List.of(EventRow.of("product:database", 0)));
    }
    stack.postgres().running().kill();
    stack.postgres().running().start();
    try (var connection = stack.connection()) {
      EventRow.insert(connection, List.of(EventRow.of("product:database", 1)));
    }
    assertThat(sequences("product:database", 2)).containsExactly("0", "1");
  }

  @Test
  void a_killed_broker_is_found_again() throws SQLException {
    try (var connection = stack.connection()) {
      EventRow.insert(connection, List.of(EventRow.of("product:broker", 0)));
      stack.kafka().running().kill();
      EventRow.insert(connection, List.of(EventRow.of("product:broker", 1)));
      stack.kafka().running().start();
      EventRow.insert(connection, List.of(EventRow.of("product:broker", 2)));
    }
    assertThat(sequences("product:broker", 3)).containsExactly("0", "1", "2");
  }

  private List<String> sequences(String aggregate, int expected) {
    try (var events = new CommittedEvents(stack.kafka().bootstrapServers())) {
      return events.read(expected, Duration.ofMinutes(3), aggregate::equals).stream()
          .map(read -> CommittedEvents.headers(read).get("vitrine_sequence"))
          .toList();
    }
  }

  private long confirmed() throws SQLException {
    return lsn(
        "(SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'vitrine')");
  }

  private long lsn(String expression) throws SQLException {
    try (var connection = stack.connection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT pg_wal_lsn_diff(" + expression + ", '0/0')::bigint")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
