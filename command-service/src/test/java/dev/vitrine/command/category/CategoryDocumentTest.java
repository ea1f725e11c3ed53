package dev.vitrine.command.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vitrine.command.category.CategoryAction.Move;
import dev.vitrine.command.category.CategoryAction.Rename;
import dev.vitrine.command.document.Json;
import dev.vitrine.command.document.MalformedJson;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CategoryDocumentTest {
  @Test
  void actions_are_read_in_their_order() throws Exception {
    assertThat(
            actions(
                "{\"action\":\"move\",\"parentId\":\"lighting\"}",
                "{\"action\":\"rename\",\"name\":{\"en\":\"Lamps\"}}",
                "{\"action\":\"move\",\"parentId\":null}"))
        .containsExactly(new Move("lighting"), new Rename(Map.of("en", "Lamps")), new Move(null));
  }

  @Test
  void an_unknown_action_is_answered_with_the_names_of_the_known() {
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> actions("{\"action\":\"describe\"}"))
        .satisfies(
            rejected ->
                assertThat(((Rejection.InvalidDocument) rejected.rejection()).errors())
                    .extracting(error -> error.pointer() + " " + error.detail())
                    .containsExactly(
                        "/actions/0/action is none of the actions on categories: rename, move"));
  }

  private static List<CategoryAction> actions(String... actions) throws MalformedJson {
    String document = "{\"actions\":[" + String.join(",", actions) + "]}";
    return CategoryDocument.readActions(Json.parse(document.getBytes(StandardCharsets.UTF_8)));
  }
}
