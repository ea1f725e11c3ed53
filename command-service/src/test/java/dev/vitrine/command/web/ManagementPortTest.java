package dev.vitrine.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.command.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** In a cluster the actuator has a port of its own, which the gateway does not reach. */
class ManagementPortTest extends ServiceTest {
  @LocalManagementPort private int managementPort;

  private WebTestClient management;

  @DynamicPropertySource
  static void ownPort(DynamicPropertyRegistry registry) {
    registry.add("management.server.port", () -> 0);
    registry.add("management.server.address", () -> "127.0.0.1");
  }

  @BeforeEach
  void ownClient() {
    management =
        WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + managementPort)
            .responseTimeout(Duration.ofSeconds(30))
            .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + Tokens.of("admin"))
            .build();
  }

  @Test
  void the_actuator_answers_there_and_only_there() {
    management.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    management.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
    nobody.get().uri("/actuator/health/liveness").exchange().expectStatus().isNotFound();
  }

  @Test
  void commands_are_taken_at_the_other_port_alone() {
    String id = unique("managed");
    String product = "{\"id\":\"%s\",\"name\":\"x\"}".formatted(id);
    management
        .post()
        .uri("/v1/products")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(product)
        .exchange()
        .expectStatus()
        .isNotFound();
    post("/v1/products", product).expectStatus().isCreated();
    for (String path : new String[] {"/v1/products/" + id, "/v1/state/products", "/docs"}) {
      byte[] body =
          management
              .get()
              .uri(path)
              .exchange()
              .expectStatus()
              .isNotFound()
              .expectBody()
              .returnResult()
              .getResponseBody();
      assertThat(body).as(path).isNullOrEmpty();
    }
  }
}
