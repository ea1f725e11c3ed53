package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.claims.ClaimOutcome;
import dev.vitrine.command.claims.ClaimPlan;
import dev.vitrine.command.claims.Claims;
import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.command.eventstore.EventAppender;
import dev.vitrine.command.imports.Service.Answer;
import dev.vitrine.command.product.ProductAction;
import dev.vitrine.command.product.ProductDecider;
import dev.vitrine.command.product.ProductReader;
import dev.vitrine.command.product.StoredProduct;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.StreamId;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.engines.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Another replica changes a product's claims while this one has read its events and waits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimRaceTest {
  private static final ProductAction RETIRE = new ProductAction.Retire();

  private Postgres postgres;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    postgres = Postgres.start(folder);
    service = Service.start(postgres, folder);
  }

  @AfterAll
  void stop() {
    try {
      service.close();
    } finally {
      postgres.close();
    }
  }

  @Test
  void an_import_that_gives_up_a_sku_of_a_product_that_is_being_retired_rejects_the_row() {
    String row = "{\"id\":\"import-race\",\"name\":\"Lamp\",\"variants\":[{\"sku\":\"%s\"}]}\n";
    String more = "{\"id\":\"import-race-2\",\"name\":\"Lamp\"}";
    service.imported("format=jsonl", row.formatted("IR-1"));

    JsonNode job =
        overtakenBy(
            "import-race",
            RETIRE,
            () -> service.imported("format=jsonl", row.formatted("IR-2") + more));

    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("done");
    assertThat(job.path("accepted").asInt()).isEqualTo(1);
    assertThat(service.rejections(job).getFirst().path("reason").asString())
        .isEqualTo("product-retired");
  }

  @Test
  void removing_a_variant_of_a_product_that_is_being_retired_is_refused_as_retired() {
    create("remove-race", "RR-1");

    Answer answer =
        overtakenBy(
            "remove-race",
            RETIRE,
            () -> act("remove-race", "{\"action\":\"remove-variant\",\"ref\":{\"sku\":\"RR-1\"}}"));

    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
    assertThat(answer.text("type")).isEqualTo("urn:vitrine:problem:product-retired");
  }

  @Test
  void a_sku_that_another_replica_gave_the_same_product_is_a_duplicate_variant() {
    create("add-race", "AR-1");

    Answer answer =
        overtakenBy(
            "add-race",
            new ProductAction.AddVariant(new Variant("AR-2", Map.of(), null, List.of())),
            () -> act("add-race", "{\"action\":\"add-variant\",\"variant\":{\"sku\":\"AR-2\"}}"));

    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
    assertThat(answer.text("type")).isEqualTo("urn:vitrine:problem:duplicate-variant");
  }

  @Test
  void a_variant_that_another_replica_removed_is_unknown() {
    create("sold-race", "SO-1");

    Answer answer =
        overtakenBy(
            "sold-race",
            new ProductAction.RemoveVariant(new VariantRef("SO-1", Map.of())),
            () -> act("sold-race", "{\"action\":\"remove-variant\",\"ref\":{\"sku\":\"SO-1\"}}"));

    assertThat(answer.text("type")).isEqualTo("urn:vitrine:problem:unknown-variant");
  }

  /** The other replica holds the claims when the call comes, and commits once the call waits. */
  private <T> T overtakenBy(String id, ProductAction action, Supplier<T> call) {
    TransactionTemplate transaction = service.bean(TransactionTemplate.class);
    CompletableFuture<T> answer =
        transaction.execute(
            _ -> {
              StoredProduct product = service.bean(ProductReader.class).read(id).orElseThrow();
              List<ProductEvent> events = ProductDecider.change(product.state(), List.of(action));
              ClaimOutcome.Granted taken =
                  (ClaimOutcome.Granted) service.bean(Claims.class).take(ClaimPlan.of(events));
              CompletableFuture<T> waiting = CompletableFuture.supplyAsync(call);
              Awaitility.await().atMost(20, TimeUnit.SECONDS).until(this::somebodyWaits);
              service
                  .bean(EventAppender.class)
                  .append(
                      List.of(
                          new EventAppender.Appended(
                              StreamId.ofProduct(id),
                              "Product",
                              product.version(),
                              ClaimPlan.stamp(events, taken.before()))),
                      new ChangeSet("ada", "c-1", "api", null));
              return waiting;
            });
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private boolean somebodyWaits() {
    return service.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        > 0;
  }

  private void create(String id, String sku) {
    Answer created =
        service.post(
            "/v1/products",
            "{\"id\":\"%s\",\"name\":\"Lamp\",\"variants\":[{\"sku\":\"%s\"}]}".formatted(id, sku));
    assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
  }

  private Answer act(String id, String action) {
    return service.post("/v1/products/" + id + "/actions", "{\"actions\":[" + action + "]}");
  }
}
