package dev.vitrine.command.category;

import static java.util.Map.entry;

import dev.vitrine.command.category.CategoryAction.Move;
import dev.vitrine.command.category.CategoryAction.Rename;
import dev.vitrine.command.category.CategoryCommand.CreateCategory;
import dev.vitrine.command.document.Actions;
import dev.vitrine.command.document.FieldErrors;
import dev.vitrine.command.document.Fields;
import dev.vitrine.command.document.LocalizedText;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the bodies of the calls on categories. */
final class CategoryDocument {
  private static final Actions<CategoryAction> ACTIONS =
      new Actions<>(
          "categories",
          List.of(
              entry(
                  "rename",
                  sent -> new Rename(sent.readRequired("name", CategoryDocument::name, Map.of()))),
              entry("move", CategoryDocument::move)));

  private CategoryDocument() {}

  /** {@code {"id": "lamps", "name": {"en": "Lamps"}, "parentId": "lighting"}}. */
  static CreateCategory read(JsonNode document) {
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(document, "", errors);
    CreateCategory command =
        new CreateCategory(
            fields.text("id", CategoryLimits.ID),
            fields.readRequired("name", CategoryDocument::name, Map.of()),
            fields.text("parentId", CategoryLimits.ID));
    fields.noOthers();
    errors.throwIfAny();
    return command;
  }

  /** {@code {"actions":[{"action":"rename","name":"…"},{"action":"move","parentId":null}]}}. */
  static List<CategoryAction> readActions(JsonNode document) {
    return ACTIONS.read(document);
  }

  private static Move move(Fields fields) {
    if (!fields.has("parentId")) {
      fields.required("parentId");
    }
    return new Move(fields.text("parentId", CategoryLimits.ID));
  }

  private static Map<String, String> name(JsonNode node, String pointer, FieldErrors errors) {
    if (node.isObject() && node.isEmpty()) {
      errors.add(pointer, "must have a text in at least one locale");
    }
    return LocalizedText.reader(CategoryLimits.NAME).read(node, pointer, errors);
  }
}
