package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.imports.Service.Answer;
import dev.vitrine.command.imports.format.ImportFormat;
import dev.vitrine.command.imports.format.RowReader;
import dev.vitrine.engines.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What happens to an import when a process dies, a replica takes over, or the database goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumptionTest {
  private static final int ROWS = 5_000;
  private static final String FILE =
      IntStream.range(0, ROWS)
          .mapToObj(
              i ->
                  "{\"id\":\"p-%d\",\"name\":\"N\",\"categories\":[\"C%d\"],\"variants\":[{\"sku\":\"S-%d\"}]}"
                      .formatted(i, i % 10, i % (ROWS - 100)))
          .collect(Collectors.joining("\n"));

  private Postgres postgres;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    postgres = Postgres.start(folder);
  }

  /** Each test finds an empty database, and a service that migrates it. */
  @BeforeEach
  void empty() throws SQLException {
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute(
          "SET lock_timeout = '10s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP"
              + " PUBLICATION IF EXISTS vitrine");
    }
  }

  @AfterAll
  void stop() {
    postgres.close();
  }

  @Test
  void an_import_that_died_in_the_middle_ends_as_if_it_had_not() throws Exception {
    String id;
    try (Service first = Service.start(postgres, folder, "vitrine.imports.poll=1h")) {
      first.bean(ImportWorker.class).stop();
      id = first.upload("format=jsonl&publish=true", FILE).text("id");
      // A process that dies after three chunks: its lease stays, its fourth chunk was never
      // written.
      decideChunks(first, 3);
      first.jdbc().update("UPDATE import_job SET leased_by = 'the dead'");
      assertThat(first.get("/v1/imports/" + id).body().path("read").asInt()).isEqualTo(1_200);
    }
    try (Service second = Service.start(postgres, folder, "vitrine.imports.lease=1s")) {
      JsonNode job = second.finished(id);

      assertThat(job.path("state").asString()).isEqualTo("done");
      assertWhole(second, job);
    }
  }

  private static void decideChunks(Service service, int chunks)
      throws IOException, InterruptedException {
    ImportLease.Leased job = service.bean(ImportLease.class).next().orElseThrow();
    RowReader rows = job.request().format().read(service.bean(Spool.class).read(job.id()), null);
    long read = 0;
    try (Candidates candidates = new Candidates(rows, 0, 400)) {
      for (int i = 0; i < chunks; i++) {
        List<Candidate> chunk = candidates.next(Duration.ofSeconds(5), () -> {});
        read += service.bean(ChunkCommit.class).commit(job, read, chunk, null).decided();
      }
    }
  }

  @Test
  void a_worker_whose_lease_was_taken_decides_nothing_more() {
    try (Service service = Service.start(postgres, folder, "vitrine.imports.poll=1h")) {
      service.bean(ImportWorker.class).stop();
      service.upload("format=jsonl", "{\"id\":\"a\",\"name\":\"A\"}");
      ImportLease.Leased job = service.bean(ImportLease.class).next().orElseThrow();
      service.jdbc().update("UPDATE import_job SET leased_by = 'another'");

      assertThatThrownBy(() -> service.bean(ImportRun.class).run(job, () -> false))
          .isInstanceOf(ChunkCommit.LeaseLost.class);
      assertThat(service.count("SELECT count(*) FROM domain_event_entry")).isZero();
      assertThat(service.bean(ImportLease.class).next()).isEmpty();
    }
  }

  @Test
  void an_import_that_the_service_dies_of_again_and_again_ends_as_failed() {
    String id;
    try (Service first = Service.start(postgres, folder, "vitrine.imports.poll=1h")) {
      first.bean(ImportWorker.class).stop();
      id = first.upload("format=jsonl", "{\"id\":\"a\",\"name\":\"A\"}").text("id");
      for (int life = 1; life <= ImportLease.MAX_ATTEMPTS; life++) {
        assertThat(first.bean(ImportLease.class).next().orElseThrow().attempts()).isEqualTo(life);
      }
      first.jdbc().update("UPDATE import_job SET leased_by = 'the dead', leased_until = now()");
    }
    try (Service second = Service.start(postgres, folder)) {
      JsonNode job = second.finished(id);

      assertThat(job.path("state").asString()).isEqualTo("failed");
      assertThat(job.path("error").asString()).startsWith("It was begun 20 times after row 0");
    }
  }

  @Test
  void a_lease_is_renewed_by_the_one_who_holds_it() {
    try (Service service = Service.start(postgres, folder, "vitrine.imports.poll=1h")) {
      service.bean(ImportWorker.class).stop();
      String id = service.upload("format=jsonl", "{}").text("id");
      ImportLease lease = service.bean(ImportLease.class);
      assertThat(lease.next()).isPresent();
      service.jdbc().update("UPDATE import_job SET leased_until = now()");

      lease.renew(id);

      assertThat(service.count("SELECT count(*) FROM import_job WHERE leased_until > now()"))
          .isEqualTo(1);
      service.jdbc().update("UPDATE import_job SET leased_by = 'another'");
      assertThatThrownBy(() -> lease.renew(id)).isInstanceOf(ChunkCommit.LeaseLost.class);
    }
  }

  @Test
  void imports_are_decided_one_at_a_time_in_the_order_in_which_they_were_accepted() {
    try (Service service = Service.start(postgres, folder, "vitrine.imports.poll=1h")) {
      service.bean(ImportWorker.class).stop();
      ImportJobs jobs = service.bean(ImportJobs.class);
      ImportRequest request = new ImportRequest(ImportFormat.JSONL, false, null, "ada", null);
      List.of("slow", "quick").forEach(id -> jobs.open(id, request));
      jobs.accept("quick", 1, 1, 16);
      ImportLease lease = service.bean(ImportLease.class);
      assertThat(lease.next().orElseThrow().id()).isEqualTo("quick");
      service.jdbc().update("UPDATE import_job SET leased_by = 'another' WHERE id = 'quick'");
      jobs.accept("slow", 1, 1, 16);

      assertThat(lease.next()).isEmpty();
    }
  }

  @Test
  void two_replicas_share_the_work_and_decide_no_row_twice() {
    try (Service one = Service.start(postgres, folder, "vitrine.imports.lease=1s");
        Service two = Service.start(postgres, folder, "vitrine.imports.lease=1s")) {
      Answer first = one.upload("format=jsonl&publish=true", FILE);
      Answer second = two.upload("format=jsonl&publish=true", FILE);

      assertWhole(one, two.finished(first.text("id")));
      assertWhole(one, one.finished(second.text("id")));
    }
  }

  @Test
  void an_import_survives_the_death_of_the_database() {
    try (Service service = Service.start(postgres, folder)) {
      String id = service.upload("format=jsonl&publish=true", FILE).text("id");
      service.await("/v1/imports/" + id, job -> job.path("read").asInt() > 0);
      postgres.running().kill();
      postgres.running().start();
      service.await("/v1/imports/" + id, job -> job.has("state"));

      assertWhole(service, service.finished(id));
    }
  }

  @Test
  void when_too_many_imports_wait_the_next_is_told_when_to_come_back() {
    try (Service service =
        Service.start(
            postgres, folder, "vitrine.imports.poll=1h", "vitrine.imports.max-waiting=2")) {
      service.bean(ImportWorker.class).stop();
      assertThat(service.upload("format=jsonl", "{}").status()).isEqualTo(202);
      assertThat(service.upload("format=jsonl", "{}").status()).isEqualTo(202);

      Answer third = service.upload("format=jsonl", "{}");

      assertThat(third.status()).isEqualTo(503);
      assertThat(third.text("type")).isEqualTo("urn:vitrine:problem:imports-busy");
      assertThat(third.response().headers().firstValue("Retry-After")).contains("30");
    }
  }

  private static void assertWhole(Service service, JsonNode job) {
    assertThat(job.path("read").asInt()).as(job.toString()).isEqualTo(ROWS);
    assertThat(job.path("accepted").asInt()).isEqualTo(ROWS - 100);
    assertThat(service.rejections(job)).hasSize(100);
    assertThat(service.count("SELECT count(*) FROM domain_event_entry WHERE type = 'Product'"))
        .isEqualTo(2 * (ROWS - 100));
    assertThat(service.count("SELECT count(*) FROM domain_event_entry WHERE type = 'CategoryTree'"))
        .isEqualTo(10);
    assertThat(service.count("SELECT count(*) FROM claim WHERE generation <> 1")).isZero();
  }
}
