package dev.vitrine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.document.Json;
import dev.vitrine.openapi.ReceivedAnswer;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** The whole service on a real PostgreSQL, over HTTP. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
public class ServiceTest {
  @LocalServerPort private int port;

  protected WebTestClient admin;
  protected WebTestClient viewer;
  protected WebTestClient nobody;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("server.address", () -> "127.0.0.1");
    registry.add("spring.datasource.url", () -> TestDatabase.postgres().jdbcUrl());
    registry.add("spring.datasource.username", () -> TestDatabase.postgres().user());
    registry.add("spring.datasource.password", () -> TestDatabase.postgres().password());
    registry.add(
        "spring.security.oauth2.resourceserver.jwt.public-key-location", Tokens::publicKeyLocation);
    registry.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> "vitrine");
  }

  @BeforeEach
  void clients() {
    nobody =
        WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + port)
            .responseTimeout(Duration.ofSeconds(30))
            .entityExchangeResultConsumer(ServiceTest::requireDocumented)
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64 * 1024 * 1024))
            .build();
    admin = with(Tokens.of("admin"));
    viewer = with(Tokens.of("viewer"));
  }

  private static void requireDocumented(EntityExchangeResult<?> result) {
    MediaType type = result.getResponseHeaders().getContentType();
    String mediaType = type == null ? "" : type.getType() + "/" + type.getSubtype();
    byte[] body = result.getResponseBodyContent();
    JsonNode json =
        mediaType.endsWith("json")
                && body != null
                && body.length > 0
                && !mediaType.endsWith("ndjson")
            ? Json.WIRE.readTree(body)
            : Json.WIRE.nullNode();
    CommandApi.ANSWERS.check(
        new ReceivedAnswer(
            result.getMethod().name(),
            result.getUrl(),
            result.getStatus().value(),
            mediaType,
            result.getResponseHeaders().headerNames(),
            mediaType.equals("application/problem+json") ? json.path("type").asString() : "",
            Set.copyOf(json.propertyNames())));
  }

  protected final WebTestClient with(String token) {
    return nobody.mutate().defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token).build();
  }

  protected final int port() {
    return port;
  }

  /** An id, SKU or slug that no other test uses. */
  protected static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  protected final ResponseSpec post(String path, String json) {
    return admin
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(json)
        .exchange();
  }

  protected static void expectProblem(ResponseSpec response, int status, String type) {
    response
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:vitrine:problem:" + type)
        .jsonPath("$.status")
        .isEqualTo(status)
        .jsonPath("$.title")
        .value(
            String.class, title -> assertThat(title.replace(' ', '-')).isEqualToIgnoringCase(type))
        .jsonPath("$.detail")
        .isNotEmpty();
  }
}
