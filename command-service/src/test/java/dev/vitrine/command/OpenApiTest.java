package dev.vitrine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.command.rejection.RejectionMeanings;
import dev.vitrine.openapi.ApiDocument;
import dev.vitrine.openapi.CommittedDocument;
import dev.vitrine.openapi.WiredRoutes;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

class OpenApiTest extends ServiceTest {
  private static final Path FILE =
      Path.of(System.getProperty("vitrine.root"), "docs/api/command-service.yaml");

  private final ApiDocument document = CommandApi.document();
  @Autowired private ListableBeanFactory beans;

  @Test
  void the_committed_document_is_what_the_code_says() {
    CommittedDocument.pin(
        FILE,
        document,
        "./mvnw -pl command-service -am test -Dtest=dev.vitrine.command.OpenApiTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write");
  }

  @Test
  void it_is_valid() {
    assertThat(new OpenAPIV3Parser().readLocation(FILE.toString(), null, null).getMessages())
        .isEmpty();
  }

  @Test
  void it_has_the_routes_that_are_wired() {
    assertThat(document.routes()).isEqualTo(WiredRoutes.of(beans));
  }

  @Test
  void every_problem_type_is_told_where_it_happens() {
    assertThat(document.unusedProblems()).isEmpty();
  }

  @Test
  void every_rejection_is_described() {
    assertThat(RejectionMeanings.SAMPLES.stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(Rejection.class.getPermittedSubclasses()).collect(Collectors.toSet()));
  }

  @Test
  void document_and_page_are_served_to_all() {
    assertThat(text("/docs/openapi.yaml", "application/yaml")).startsWith("openapi: 3.1");
    assertThat(text("/docs", "text/html;charset=UTF-8"))
        .contains("/v1/products/{id}/actions", "stale-version");
  }

  private String text(String path, String type) {
    String body =
        nobody
            .get()
            .uri(path)
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType(type)
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    return body == null ? "" : body;
  }
}
