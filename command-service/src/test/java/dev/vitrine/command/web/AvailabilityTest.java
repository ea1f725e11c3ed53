package dev.vitrine.command.web;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.command.TestDatabase;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AvailabilityTest extends ServiceTest {
  @Test
  void without_its_database_the_service_says_so_and_comes_back_with_it() {
    String before = unique("before");
    post("/v1/products", "{\"id\":\"%s\",\"name\":\"x\"}".formatted(before))
        .expectStatus()
        .isCreated();
    TestDatabase.postgres().running().kill();
    try {
      post("/v1/products", "{\"name\":\"x\"}").expectHeader().valueEquals("Retry-After", "2");
      expectProblem(post("/v1/products", "{\"name\":\"x\"}"), 503, "service-unavailable");
      expectProblem(
          viewer.get().uri("/v1/products/" + before).exchange(), 503, "service-unavailable");
      expectProblem(admin.get().uri("/v1/state/products").exchange(), 503, "service-unavailable");
      nobody.get().uri("/actuator/health/readiness").exchange().expectStatus().isEqualTo(503);
      nobody.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    } finally {
      TestDatabase.postgres().running().start();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> nobody.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk());
    viewer.get().uri("/v1/products/" + before).exchange().expectStatus().isOk();
  }

  @Test
  void metrics_tell_commands_by_outcome() {
    post("/v1/products", "{\"name\":\"x\"}").expectStatus().isCreated();
    nobody
        .get()
        .uri("/actuator/prometheus")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .value(
            metrics ->
                org.assertj.core.api.Assertions.assertThat(metrics)
                    .contains("vitrine_commands_seconds_count")
                    .contains("outcome=\"accepted\"")
                    .contains("vitrine_events_append_seconds_bucket"));
  }
}
