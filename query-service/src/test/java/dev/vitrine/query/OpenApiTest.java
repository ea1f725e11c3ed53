package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.openapi.ApiDocument;
import dev.vitrine.openapi.ApiDocument.SentTwice;
import dev.vitrine.openapi.CommittedDocument;
import dev.vitrine.openapi.WiredRoutes;
import dev.vitrine.query.Shop.Answer;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(Shop.Provided.class)
class OpenApiTest {
  private static final Path FILE =
      Path.of(System.getProperty("vitrine.root"), "docs/api/query-service.yaml");

  private final ApiDocument document = QueryApi.document();
  private final Shop shop;

  OpenApiTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void the_committed_document_is_what_the_code_says() {
    CommittedDocument.pin(
        FILE,
        document,
        "./mvnw -pl query-service -am test -Dtest=dev.vitrine.query.OpenApiTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write");
  }

  @Test
  void it_is_valid() {
    assertThat(new OpenAPIV3Parser().readLocation(FILE.toString(), null, null).getMessages())
        .isEmpty();
  }

  @Test
  void it_has_the_routes_that_are_wired() {
    assertThat(document.routes()).isEqualTo(WiredRoutes.of(shop.beans()));
  }

  @Test
  void every_problem_type_is_told_where_it_happens() {
    assertThat(document.unusedProblems()).isEmpty();
  }

  static List<SentTwice> parameters() {
    return QueryApi.document().parametersSentTwice();
  }

  /** One that no code reads may be sent twice, and nobody minds. */
  @ParameterizedTest
  @MethodSource("parameters")
  void every_parameter_is_read(SentTwice sent) {
    assertThat(shop.get(sent.uri()).json().get("detail").asString())
        .isEqualTo(sent.parameter() + " is given more than once.");
  }

  @Test
  void document_and_page_are_served() {
    Answer yaml = shop.get("/docs/openapi.yaml");
    assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(yaml.text()).startsWith("openapi: 3.1");
    Answer page = shop.get("/docs");
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.text()).contains("/v1/products/{id}", "product-not-published");
  }
}
