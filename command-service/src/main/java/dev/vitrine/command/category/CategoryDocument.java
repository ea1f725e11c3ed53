package dev.vitrine.command.category;

import dev.vitrine.command.category.CategoryAction.Move;
import dev.vitrine.command.category.CategoryAction.Rename;
import dev.vitrine.command.category.CategoryCommand.CreateCategory;
import dev.vitrine.command.document.FieldErrors;
import dev.vitrine.command.document.Fields;
import dev.vitrine.command.document.Lists;
import dev.vitrine.command.document.LocalizedText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the bodies of the calls on categories. */
final class CategoryDocument {
  static final int MAX_ACTIONS = 100;

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
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(document, "", errors);
    List<CategoryAction> actions =
        fields.readRequired("actions", Lists.of(MAX_ACTIONS, CategoryDocument::action), List.of());
    JsonNode sent = fields.raw("actions");
    if (sent != null && sent.isArray() && sent.isEmpty()) {
      errors.add("/actions", "must have at least one action");
    }
    fields.noOthers();
    errors.throwIfAny();
    return actions;
  }

  private static @Nullable CategoryAction action(
      JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    JsonNode name = fields.required("action");
    if (name == null) {
      return null;
    }
    CategoryAction action =
        switch (name.isString() ? name.stringValue() : "") {
          case "rename" ->
              new Rename(fields.readRequired("name", CategoryDocument::name, Map.of()));
          case "move" -> move(fields);
          default -> null;
        };
    if (action == null) {
      errors.add(fields.pointer("action"), "is not an action on categories");
      return null;
    }
    fields.noOthers();
    return action;
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
