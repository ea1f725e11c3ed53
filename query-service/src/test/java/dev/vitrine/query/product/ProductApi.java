package dev.vitrine.query.product;

import dev.vitrine.contract.Limits;
import dev.vitrine.openapi.ContractSchemas;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import dev.vitrine.query.http.ReadApi;
import java.util.List;
import java.util.Map;

/** What the document says of {@link ProductRoutes} and {@link BatchRoutes}. */
public final class ProductApi {
  private ProductApi() {}

  public static List<Operation> operations(Schemas schemas) {
    return List.of(
        one("/v1/products/{id}", "product", "A product by its id", schemas)
            .takes(ReadApi.id("The product's id."))
            .fails(400, "invalid-id")
            .fails(404, "unknown-product"),
        one(
                "/v1/skus/{sku}",
                "productBySku",
                "A product by one of its SKUs",
                schemas,
                "Content-Location")
            .text(
                "A `/` in it is sent as `%2F`, a `;` as `%3B`. A SKU that is empty, `.` or `..` has"
                    + " no path; there is the query form for it.")
            .takes(Parameter.path("sku", Schema.string(), SKU))
            .fails(400, "invalid-sku")
            .fails(404, "unknown-sku"),
        one(
                "/v1/skus",
                "productByAnySku",
                "A product by one of its SKUs, whatever that holds",
                schemas,
                "Content-Location")
            .takes(
                Parameter.query("sku", Schema.string(), SKU + " A `+` is sent as `%2B`.").needed())
            .fails(400, "invalid-sku")
            .fails(404, "unknown-sku"),
        one(
                "/v1/slugs/{slug}",
                "productBySlug",
                "A product by its slug",
                schemas,
                "Content-Location")
            .takes(
                Parameter.path(
                    "slug",
                    Schema.of("type", "string", "minLength", 1),
                    "At most " + Limits.CLAIM_BYTES + " bytes of UTF-8, compared exactly."))
            .fails(400, "invalid-slug")
            .fails(404, "unknown-slug"),
        ReadApi.combined(
                Operation.get("/v1/products", "products", "Several products at once"),
                "The products in the order asked, each id once.",
                schemas.define("Batch", batch(schemas)))
            .takes(
                Parameter.query(
                        "ids",
                        Schema.string(),
                        "Ids, separated by commas; at most " + Limits.BATCH + ", repeats counted.")
                    .needed())
            .fails(400, "invalid-parameter", "invalid-id", "too-many-ids"));
  }

  private static final String SKU =
      "At most " + Limits.CLAIM_BYTES + " bytes of UTF-8, compared exactly.";

  private static Operation one(
      String path, String id, String summary, Schemas schemas, String... headers) {
    return ReadApi.waits(
            ReadApi.stored(
                Operation.get(path, id, summary),
                "The product.",
                ContractSchemas.product(schemas),
                headers),
            "the product")
        .fails(404, "product-not-published");
  }

  private static Map<String, Object> batch(Schemas schemas) {
    Map<String, Object> ids = Schema.array(ReadApi.idSchema());
    return Schema.object(
        Schema.of(
            "items",
            Schema.array(ContractSchemas.product(schemas)),
            "missing",
            Schema.with(ids, "description", "Unknown or not published."),
            "unavailable",
            Schema.with(
                ids,
                "description",
                "What could not be had now, or not within the 4 MB of an answer: ask for it again."
                    + " Only there when something could not.")),
        List.of("unavailable"));
  }
}
