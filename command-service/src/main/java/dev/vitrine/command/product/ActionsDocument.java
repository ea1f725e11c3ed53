package dev.vitrine.command.product;

import static java.util.Map.entry;

import dev.vitrine.command.document.Actions;
import dev.vitrine.command.document.Fields;
import dev.vitrine.command.document.FreeValue;
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

/** The actions on products, as they are sent. */
final class ActionsDocument {
  private static final VariantRef NO_REF = VariantRef.of(null, Map.of());
  private static final Variant NO_VARIANT = new Variant(null, Map.of(), null, List.of());

  private static final Actions<ProductAction> ACTIONS =
      new Actions<>(
          "products",
          List.of(
              entry(
                  "rename",
                  sent -> new Rename(sent.readRequired("name", ProductDocument::name, Map.of()))),
              entry(
                  "describe",
                  sent ->
                      new Describe(
                          sent.readRequired(
                              "description", ProductDocument::description, Map.of()))),
              entry(
                  "set-brand",
                  sent -> new SetBrand(textOrNull(sent, "brand", ProductLimits.BRAND))),
              entry("set-slug", sent -> new SetSlug(textOrNull(sent, "slug", ProductLimits.SLUG))),
              entry(
                  "set-categories",
                  sent ->
                      new SetCategories(
                          sent.readRequired(
                              "categories",
                              ProductDocument.categories(CategoryNames.IDS),
                              List.of()))),
              entry(
                  "set-attributes",
                  sent ->
                      new SetAttributes(
                          sent.readRequired("attributes", FreeValue::object, Map.of()))),
              entry(
                  "set-media",
                  sent ->
                      new SetMedia(sent.readRequired("media", ProductDocument::media, List.of()))),
              entry(
                  "add-variant",
                  sent ->
                      new AddVariant(
                          sent.readRequired("variant", VariantDocument::variant, NO_VARIANT))),
              entry("change-variant", ActionsDocument::changeVariant),
              entry("remove-variant", sent -> new RemoveVariant(ref(sent))),
              entry(
                  "set-prices",
                  sent ->
                      new SetPrices(
                          ref(sent),
                          sent.readRequired("prices", VariantDocument::prices, List.of()))),
              entry("publish", _ -> new Publish()),
              entry("unpublish", _ -> new Unpublish()),
              entry("retire", _ -> new Retire())));

  private ActionsDocument() {}

  /**
   * @throws Rejected with {@code InvalidDocument}, naming everything that is wrong
   */
  static List<ProductAction> read(JsonNode document) {
    return ACTIONS.read(document);
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
