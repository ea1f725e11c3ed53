package dev.vitrine.command.product;

import dev.vitrine.command.document.FieldErrors;
import dev.vitrine.command.document.Fields;
import dev.vitrine.command.document.FreeValue;
import dev.vitrine.command.document.Lists;
import dev.vitrine.command.document.TextRule;
import dev.vitrine.command.product.ProductAction.AddVariant;
import dev.vitrine.command.product.ProductAction.ChangeVariant;
import dev.vitrine.command.product.ProductAction.Describe;
import dev.vitrine.command.product.ProductAction.Publish;
import dev.vitrine.command.product.ProductAction.RemoveVariant;
import dev.vitrine.command.product.ProductAction.Rename;
import dev.vitrine.command.product.ProductAction.Retire;
import dev.vitrine.command.product.ProductAction.SetAttributes;
import dev.vitrine.command.product.ProductAction.SetBrand;
import dev.vitrine.command.product.ProductAction.SetCategories;
import dev.vitrine.command.product.ProductAction.SetMedia;
import dev.vitrine.command.product.ProductAction.SetPrices;
import dev.vitrine.command.product.ProductAction.SetSlug;
import dev.vitrine.command.product.ProductAction.Unpublish;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code {"actions":[{"action":"rename","name":"…"}, …]}}. */
final class ActionsDocument {
  static final int MAX_ACTIONS = 100;

  private static final VariantRef NO_REF = VariantRef.of(null, Map.of());
  private static final Variant NO_VARIANT = new Variant(null, Map.of(), null, List.of());

  private ActionsDocument() {}

  /**
   * @throws Rejected with {@code InvalidDocument}, naming everything that is wrong
   */
  static List<ProductAction> read(JsonNode document) {
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(document, "", errors);
    List<ProductAction> actions =
        fields.readRequired("actions", Lists.of(MAX_ACTIONS, ActionsDocument::action), List.of());
    JsonNode sent = fields.raw("actions");
    if (sent != null && sent.isArray() && sent.isEmpty()) {
      errors.add("/actions", "must have at least one action");
    }
    fields.noOthers();
    errors.throwIfAny();
    return actions;
  }

  private static @Nullable ProductAction action(JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    JsonNode name = fields.required("action");
    if (name == null) {
      return null;
    }
    ProductAction action = name.isString() ? action(name.stringValue(), fields) : null;
    if (action == null) {
      errors.add(fields.pointer("action"), "is not an action on products");
      return null;
    }
    fields.noOthers();
    return action;
  }

  private static @Nullable ProductAction action(String name, Fields fields) {
    return switch (name) {
      case "rename" -> new Rename(fields.readRequired("name", ProductDocument::name, Map.of()));
      case "describe" ->
          new Describe(fields.readRequired("description", ProductDocument::description, Map.of()));
      case "set-brand" -> new SetBrand(textOrNull(fields, "brand", ProductLimits.BRAND));
      case "set-slug" -> new SetSlug(textOrNull(fields, "slug", ProductLimits.SLUG));
      case "set-categories" ->
          new SetCategories(
              fields.readRequired(
                  "categories", ProductDocument.categories(CategoryNames.IDS), List.of()));
      case "set-attributes" ->
          new SetAttributes(fields.readRequired("attributes", FreeValue::object, Map.of()));
      case "set-media" ->
          new SetMedia(fields.readRequired("media", ProductDocument::media, List.of()));
      case "add-variant" ->
          new AddVariant(fields.readRequired("variant", VariantDocument::variant, NO_VARIANT));
      case "change-variant" -> changeVariant(fields);
      case "remove-variant" -> new RemoveVariant(ref(fields));
      case "set-prices" ->
          new SetPrices(
              ref(fields), fields.readRequired("prices", VariantDocument::prices, List.of()));
      case "publish" -> new Publish();
      case "unpublish" -> new Unpublish();
      case "retire" -> new Retire();
      default -> null;
    };
  }

  private static VariantRef ref(Fields fields) {
    return fields.readRequired("ref", VariantDocument::ref, NO_REF);
  }

  private static ChangeVariant changeVariant(Fields fields) {
    VariantRef ref = ref(fields);
    Map<String, String> options =
        fields.has("options")
            ? fields.readRequired("options", VariantDocument::options, Map.of())
            : null;
    return new ChangeVariant(
        ref,
        textChange(fields, "sku", ProductLimits.SKU),
        options,
        textChange(fields, "barcode", ProductLimits.BARCODE));
  }

  /** A text that must be sent, but may be null. */
  private static @Nullable String textOrNull(Fields fields, String name, TextRule rule) {
    if (!fields.has(name)) {
      fields.required(name);
    }
    return fields.text(name, rule);
  }

  private static TextChange textChange(Fields fields, String name, TextRule rule) {
    return fields.has(name) ? new TextChange.To(fields.text(name, rule)) : new TextChange.Keep();
  }
}
