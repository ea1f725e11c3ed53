package dev.vitrine.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.event.ProductEvent.ProductUnpublished;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;

class EventTableTest extends ServiceTest {
  private static final ChangeSet CHANGE_SET = new ChangeSet("ada", "c-1", "import:i-1", null);

  @Autowired private JdbcTemplate jdbc;
  @Autowired private DataSource source;
  @Autowired private EventAppender appender;
  @Autowired private EventReader reader;
  @Autowired private TransactionTemplate transactions;

  @Test
  void a_row_is_what_the_architecture_says() {
    String id = created();
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    admin
        .post()
        .uri("/v1/products/" + id + "/actions")
        .header("traceparent", trace)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(
            "{\"actions\":[{\"action\":\"rename\",\"name\":\"y\"},{\"action\":\"publish\"}]}")
        .exchange()
        .expectStatus()
        .isOk();
    List<Map<String, Object>> rows =
        jdbc.queryForList(
            "SELECT *, meta_data::jsonb ->> 'traceparent' AS trace, meta_data::jsonb ->> 'origin'"
                + " AS origin, meta_data::jsonb ->> 'actor' AS actor, meta_data::jsonb ->>"
                + " 'changeSet' AS change_set FROM domain_event_entry WHERE aggregate_identifier ="
                + " ? ORDER BY sequence_number",
            "product:" + id);
    assertThat(rows).extracting(row -> row.get("sequence_number")).containsExactly(0L, 1L, 2L);
    assertThat(rows)
        .extracting(row -> row.get("payload_type"))
        .containsExactly("product.created.v1", "product.renamed.v1", "product.published.v1");
    assertThat(rows).extracting(row -> row.get("commit_end")).containsExactly(true, false, true);
    assertThat(rows).extracting(row -> row.get("type")).containsOnly("Product");
    assertThat(rows).extracting(row -> row.get("actor")).containsOnly("ada");
    assertThat(rows).extracting(row -> row.get("origin")).containsOnly("api");
    assertThat(rows).extracting(row -> row.get("trace")).containsExactly(null, trace, trace);
    assertThat(rows).extracting(row -> row.get("traceparent")).containsExactly("", trace, trace);
    assertThat(rows.get(1).get("change_set"))
        .isEqualTo(rows.get(2).get("change_set"))
        .isNotEqualTo(rows.get(0).get("change_set"));
    assertThat(rows.get(1).get("payload"))
        .isEqualTo("{\"productId\":\"%s\",\"name\":{\"en\":\"y\"}}".formatted(id));
    assertThat(String.valueOf(rows.get(1).get("time_stamp"))).matches("2\\d{3}-.*T.*Z");
  }

  @Test
  void a_conflict_with_another_replica_is_tried_again() throws Exception {
    String id = created();
    overtaken(
        id,
        () ->
            rename(id, null).expectStatus().isOk().expectBody().jsonPath("$.version").isEqualTo(2));
  }

  @Test
  void a_conflict_with_another_replica_is_a_412_when_the_version_was_named() throws Exception {
    String id = created();
    overtaken(id, () -> expectProblem(rename(id, "\"0-1\""), 412, "stale-version"));
  }

  /** Another replica has written the next event, but not yet committed, when the call comes. */
  private void overtaken(String id, Runnable call) throws Exception {
    try (Connection replica = source.getConnection();
        Statement statement = replica.createStatement()) {
      replica.setAutoCommit(false);
      statement.executeUpdate(
          """
          INSERT INTO domain_event_entry (aggregate_identifier, sequence_number, type,
            event_identifier, time_stamp, payload_type, payload, meta_data, commit_end)
          VALUES ('product:%1$s', 1, 'Product', gen_random_uuid(), '2026-11-22T00:00:00.000Z',
            'product.published.v1', '{"productId":"%1$s"}', '{}', true)
          """
              .formatted(id));
      CompletableFuture<Void> done = CompletableFuture.runAsync(call);
      Awaitility.await().atMost(20, TimeUnit.SECONDS).until(this::somebodyWaits);
      replica.commit();
      done.get(20, TimeUnit.SECONDS);
    }
  }

  /** Somebody waits for a lock in the database. */
  private boolean somebodyWaits() {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock')",
            Boolean.class));
  }

  @Test
  void appending_at_a_version_that_is_over_is_a_conflict() {
    String id = created();
    appender.append(
        List.of(
            new EventAppender.Appended(
                "product:" + id, "Product", 0, List.of(new ProductPublished(id)))),
        CHANGE_SET);
    assertThatThrownBy(
            () ->
                appender.append(
                    List.of(
                        new EventAppender.Appended(
                            "product:" + id, "Product", 0, List.of(new ProductUnpublished(id)))),
                    CHANGE_SET))
        .isInstanceOf(ConcurrencyException.class);
  }

  @Test
  void many_aggregates_in_one_commit_end_each_for_itself() {
    String one = created();
    String two = created();
    appender.append(
        List.of(
            new EventAppender.Appended(
                "product:" + one,
                "Product",
                0,
                List.of(new ProductPublished(one), new ProductUnpublished(one))),
            new EventAppender.Appended(
                "product:" + two, "Product", 0, List.of(new ProductPublished(two)))),
        CHANGE_SET);
    assertThat(
            jdbc.queryForList(
                "SELECT commit_end FROM domain_event_entry WHERE aggregate_identifier IN (?, ?)"
                    + " AND sequence_number > 0 ORDER BY global_index",
                Boolean.class,
                "product:" + one,
                "product:" + two))
        .containsExactly(false, true, true);
  }

  @Test
  void events_of_many_products_are_read_a_few_at_a_time() {
    String id = created();
    List<Long> cursors = new ArrayList<>();
    transactions.executeWithoutResult(
        _ ->
            reader.read(
                List.of("product:" + id),
                _ ->
                    cursors.add(
                        jdbc.queryForObject(
                            "SELECT count(*) FROM pg_cursors WHERE statement LIKE '%ANY(%'",
                            Long.class))));
    assertThat(cursors).containsExactly(1L);
  }

  private String created() {
    String id = unique("lamp");
    post("/v1/products", "{\"id\":\"%s\",\"name\":\"x\"}".formatted(id)).expectStatus().isCreated();
    return id;
  }

  private ResponseSpec rename(String id, @Nullable String ifMatch) {
    return admin
        .post()
        .uri("/v1/products/" + id + "/actions")
        .headers(
            headers -> {
              if (ifMatch != null) {
                headers.set("If-Match", ifMatch);
              }
            })
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{\"actions\":[{\"action\":\"rename\",\"name\":\"y\"}]}")
        .exchange();
  }
}
