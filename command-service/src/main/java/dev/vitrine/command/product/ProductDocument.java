package dev.vitrine.command.product;

import dev.vitrine.command.document.FieldErrors;
import dev.vitrine.command.document.Fields;
import dev.vitrine.command.document.FreeValue;
import dev.vitrine.command.document.Lists;
import dev.vitrine.command.document.LocalizedText;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads product documents. Text is kept as sent; what is absent is empty. */
public final class ProductDocument {
  private ProductDocument() {}

  /**
   * @throws Rejected with {@code InvalidDocument}, naming everything that is wrong
   */
  public static ProductDraft read(JsonNode document, CategoryNames categoryNames) {
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(document, "", errors);
    ProductDraft draft =
        new ProductDraft(
            fields.text("id", ProductLimits.ID),
            fields.text("slug", ProductLimits.SLUG),
            fields.readRequired("name", ProductDocument::name, Map.of()),
            fields.read("description", ProductDocument::description, Map.of()),
            fields.text("brand", ProductLimits.BRAND),
            fields.read("categories", categories(categoryNames), List.of()),
            fields.read("attributes", FreeValue::object, Map.of()),
            fields.read("media", ProductDocument::media, List.of()),
            fields.read("variants", ProductDocument::variants, List.of()));
    fields.noOthers();
    errors.throwIfAny();
    return draft;
  }

  static Map<String, String> name(JsonNode node, String pointer, FieldErrors errors) {
    if (node.isObject() && node.isEmpty()) {
      errors.add(pointer, "must have a text in at least one locale");
    }
    return LocalizedText.reader(ProductLimits.NAME).read(node, pointer, errors);
  }

  static Map<String, String> description(JsonNode node, String pointer, FieldErrors errors) {
    return LocalizedText.reader(ProductLimits.DESCRIPTION).read(node, pointer, errors);
  }

  static Fields.Reader<List<String>> categories(CategoryNames names) {
    var rule =
        switch (names) {
          case IDS -> ProductLimits.ID;
          case PATHS -> ProductLimits.CATEGORY_PATH;
        };
    Fields.Reader<List<String>> list = Lists.of(ProductLimits.CATEGORIES, rule::read);
    return (node, pointer, errors) ->
        List.copyOf(new LinkedHashSet<>(list.read(node, pointer, errors)));
  }

  static List<Medium> media(JsonNode node, String pointer, FieldErrors errors) {
    return Lists.of(ProductLimits.MEDIA, ProductDocument::medium).read(node, pointer, errors);
  }

  private static @Nullable Medium medium(JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    String url = fields.readRequired("url", ProductDocument::url, "");
    Medium medium = new Medium(url, fields.text("alt", ProductLimits.ALT));
    fields.noOthers();
    return medium;
  }

  private static String url(JsonNode node, String pointer, FieldErrors errors) {
    String url = ProductLimits.URL.read(node, pointer, errors);
    if (url == null) {
      return "";
    }
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme();
      if (scheme == null
          || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
          || uri.getRawAuthority() == null) {
        errors.add(pointer, "must be an absolute http or https URL");
      }
    } catch (URISyntaxException e) {
      errors.add(pointer, "must be a URL: " + e.getReason());
    }
    return url;
  }

  static List<Variant> variants(JsonNode node, String pointer, FieldErrors errors) {
    Set<VariantRef> seen = new HashSet<>();
    return Lists.of(
            ProductLimits.VARIANTS,
            (item, where, problems) -> {
              Variant variant = VariantDocument.variant(item, where, problems);
              if (!seen.add(variant.ref())) {
                problems.add(
                    where,
                    variant.sku() != null
                        ? "has the SKU of another variant"
                        : "has the options of another variant, and no SKU to tell them apart");
              }
              return variant;
            })
        .read(node, pointer, errors);
  }
}
