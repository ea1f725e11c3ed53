package dev.vitrine.command.product;

import dev.vitrine.command.document.Actions;
import dev.vitrine.command.document.TextSchemas;
import dev.vitrine.command.web.ServiceApi;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.openapi.ContractSchemas;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the document says of {@link ProductRoutes}. */
public final class ProductApi {
  private ProductApi() {}

  public static List<Operation> operations(Schemas schemas) {
    Map<String, Map<String, Object>> fields = fields(schemas);
    Map<String, Object> changed = changed(schemas);
    Parameter id = Parameter.path("id", TextSchemas.of(ProductLimits.ID), "The product's id.");
    return List.of(
        ServiceApi.decide(Operation.post("/v1/products", "createProduct", "Create a product"))
            .text(
                "It is a draft until it is published. Without `id` it gets a UUIDv7; a slug that is"
                    + " not given is not invented.")
            .takesBody("The product, at most 1 MiB.", ServiceApi.json(document(schemas, fields)))
            .answersJson(201, "Created and committed.", changed, "Location", "ETag")
            .fails(409, "id-taken", "sku-taken", "slug-taken", "concurrent-change")
            .fails(422, "unknown-category", "product-too-large"),
        ServiceApi.decide(
                Operation.post("/v1/products/{id}/actions", "changeProduct", "Change a product"))
            .text(
                "Several actions are one change: all of them or none, in one commit. A set replaces"
                    + " all that was there. An action that changes nothing records nothing.")
            .takes(id, ServiceApi.ifMatch("the product"))
            .takesBody("What to do.", ServiceApi.json(actions(schemas, fields)))
            .answersJson(200, "Committed, or there was nothing to change.", changed, "ETag")
            .fails(404, "unknown-product")
            .fails(409, "sku-taken", "slug-taken", "product-retired", "concurrent-change")
            .fails(412, "stale-version")
            .fails(
                422,
                "unknown-category",
                "unknown-variant",
                "duplicate-variant",
                "too-many-variants",
                "product-too-large"),
        ServiceApi.read(Operation.get("/v1/products/{id}", "product", "A product as it is now"))
            .text("Whatever its status, drafts and retired ones too.")
            .takes(
                id,
                Parameter.query("version", Schema.string(), "Not supported yet."),
                Parameter.query("asOf", Schema.string(), "Not supported yet."))
            .answersJson(200, "The product.", ContractSchemas.product(schemas), "ETag")
            .fails(400, "not-supported-yet")
            .fails(404, "unknown-product"));
  }

  private static Map<String, Object> changed(Schemas schemas) {
    return schemas
        .named(Products.Changed.class, "ChangedProduct")
        .say(Products.Changed.class, "version", "The sequence of the product's last event.")
        .of(Products.Changed.class);
  }

  private static Map<String, Object> document(
      Schemas schemas, Map<String, Map<String, Object>> fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("id", TextSchemas.orNull(TextSchemas.of(ProductLimits.ID)));
    properties.put("slug", field(fields, "slug"));
    properties.put("name", field(fields, "name"));
    properties.put("description", field(fields, "description"));
    properties.put("brand", field(fields, "brand"));
    properties.put("categories", field(fields, "categories"));
    properties.put("attributes", field(fields, "attributes"));
    properties.put("media", field(fields, "media"));
    properties.put(
        "variants",
        Schema.with(Schema.array(field(fields, "variant")), "maxItems", ProductLimits.VARIANTS));
    return schemas.input("NewProduct", ProductDraft.class, properties, List.of("name"));
  }

  private static Map<String, Object> actions(
      Schemas schemas, Map<String, Map<String, Object>> fields) {
    Map<String, Object> action =
        schemas.actions(ProductAction.class, fields, List.of("sku", "options", "barcode"));
    return schemas.define(
        "ProductActions",
        Schemas.strict(
            Schema.of(
                "actions",
                Schema.with(Schema.array(action), "minItems", 1, "maxItems", Actions.MAX)),
            List.of("actions")));
  }

  private static Map<String, Object> field(Map<String, Map<String, Object>> fields, String name) {
    Map<String, Object> field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("there is no field " + name);
    }
    return field;
  }

  /** Everything that a product's document or an action on it may hold. */
  static Map<String, Map<String, Object>> fields(Schemas schemas) {
    Map<String, Object> sku =
        TextSchemas.orNull(
            Schema.with(
                TextSchemas.of(ProductLimits.SKU),
                "description",
                "Unique in the catalog, compared exactly; at most "
                    + ProductLimits.SKU.max()
                    + " bytes of UTF-8."));
    Map<String, Object> barcode = TextSchemas.orNull(TextSchemas.of(ProductLimits.BARCODE));
    Map<String, Object> options =
        Schema.of(
            "type",
            "object",
            "maxProperties",
            ProductLimits.OPTIONS_PER_VARIANT,
            "additionalProperties",
            TextSchemas.of(ProductLimits.OPTION_VALUE));
    Map<String, Object> prices =
        Schema.with(Schema.array(price(schemas)), "maxItems", ProductLimits.PRICES_PER_VARIANT);
    Map<String, Object> variant =
        schemas.input(
            "NewVariant",
            Variant.class,
            Schema.of("sku", sku, "options", options, "barcode", barcode, "prices", prices),
            List.of());
    Map<String, Object> ref =
        schemas.input(
            "VariantRef", VariantRef.class, Schema.of("sku", sku, "options", options), List.of());
    schemas.with(
        "VariantRef",
        "description",
        "Either its SKU, or the options of a variant without one.",
        "minProperties",
        1,
        "maxProperties",
        1);
    Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
    fields.put("name", TextSchemas.localized(schemas, "ProductName", ProductLimits.NAME));
    fields.put(
        "description",
        TextSchemas.localized(schemas, "ProductDescription", ProductLimits.DESCRIPTION));
    fields.put("brand", TextSchemas.orNull(TextSchemas.of(ProductLimits.BRAND)));
    fields.put(
        "slug",
        TextSchemas.orNull(
            Schema.with(
                TextSchemas.of(ProductLimits.SLUG),
                "description",
                "Unique in the catalog; at most "
                    + ProductLimits.SLUG.max()
                    + " bytes of UTF-8.")));
    fields.put(
        "categories",
        Schema.with(
            Schema.array(TextSchemas.of(ProductLimits.ID)),
            "maxItems",
            ProductLimits.CATEGORIES,
            "description",
            "Ids of categories that exist."));
    fields.put(
        "attributes",
        Schema.of("type", "object", "description", "Any JSON, at most 8 levels deep."));
    fields.put(
        "media", Schema.with(Schema.array(medium(schemas)), "maxItems", ProductLimits.MEDIA));
    fields.put("variant", variant);
    fields.put("ref", ref);
    fields.put("sku", Schema.with(sku, "description", "Null takes it away."));
    fields.put("options", options);
    fields.put("barcode", Schema.with(barcode, "description", "Null takes it away."));
    fields.put("prices", prices);
    return fields;
  }

  private static Map<String, Object> medium(Schemas schemas) {
    return schemas.input(
        "NewMedium",
        Medium.class,
        Schema.of(
            "url",
            Schema.with(
                TextSchemas.of(ProductLimits.URL), "description", "Absolute, http or https."),
            "alt",
            TextSchemas.orNull(TextSchemas.of(ProductLimits.ALT))),
        List.of("url"));
  }

  private static Map<String, Object> price(Schemas schemas) {
    Map<String, Object> instant =
        Schema.of("type", List.of("string", "null"), "format", "date-time");
    return schemas.input(
        "NewPrice",
        Price.class,
        Schema.of(
            "currency",
            Schema.of("type", "string", "pattern", "^[A-Z]{3}$", "description", "ISO 4217."),
            "amount",
            Schema.of(
                "type",
                "string",
                "pattern",
                "^[0-9]{1,%d}(\\.[0-9]{1,%d})?$"
                    .formatted(Limits.AMOUNT_INTEGER_DIGITS, Limits.AMOUNT_FRACTION_DIGITS)),
            "validFrom",
            instant,
            "validUntil",
            instant),
        List.of("currency", "amount"));
  }
}
