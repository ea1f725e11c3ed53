package dev.vitrine.command.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.command.document.Json;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.openapi.Schemas;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document names actions after their records; the reader has names of its own. */
class ActionsInDocumentTest {
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("name", "\"Desk lamp\""),
          Map.entry("description", "{\"en\":\"Bright\"}"),
          Map.entry("brand", "null"),
          Map.entry("slug", "\"desk-lamp\""),
          Map.entry("categories", "[\"lamps\"]"),
          Map.entry("attributes", "{\"watts\":9}"),
          Map.entry("media", "[{\"url\":\"https://example.org/a.jpg\"}]"),
          Map.entry("variant", "{\"sku\":\"DL-1\"}"),
          Map.entry("ref", "{\"sku\":\"DL-1\"}"),
          Map.entry("sku", "null"),
          Map.entry("options", "{\"Color\":\"Black\"}"),
          Map.entry("barcode", "\"4006381333931\""),
          Map.entry("prices", "[{\"currency\":\"EUR\",\"amount\":\"29.90\"}]"));

  static Class<?>[] actions() {
    return ProductAction.class.getPermittedSubclasses();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void an_action_is_read_by_the_name_and_members_that_are_told(Class<?> action) throws Exception {
    String members =
        Arrays.stream(action.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name -> ",\"" + name + "\":" + EXAMPLES.get(name))
            .collect(Collectors.joining());
    String document =
        "{\"actions\":[{\"action\":\"" + Schemas.word(action) + "\"" + members + "}]}";
    assertThat(ActionsDocument.read(Json.parse(document.getBytes(StandardCharsets.UTF_8))))
        .singleElement()
        .isInstanceOf(action);
  }

  @Test
  void an_unknown_action_is_answered_with_the_names_of_the_known() {
    byte[] document = "{\"actions\":[{\"action\":\"renmae\"}]}".getBytes(StandardCharsets.UTF_8);
    Rejected rejected =
        catchThrowableOfType(Rejected.class, () -> ActionsDocument.read(Json.parse(document)));
    assertThat(((Rejection.InvalidDocument) rejected.rejection()).errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.pointer()).isEqualTo("/actions/0/action");
              assertThat(error.detail())
                  .isEqualTo(
                      Arrays.stream(actions())
                          .map(Schemas::word)
                          .collect(
                              Collectors.joining(
                                  ", ", "is none of the actions on products: ", "")));
            });
  }
}
