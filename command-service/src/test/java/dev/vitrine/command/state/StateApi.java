package dev.vitrine.command.state;

import dev.vitrine.command.web.ServiceApi;
import dev.vitrine.contract.event.Claim;
import dev.vitrine.openapi.ContractSchemas;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Schemas;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the document says of {@link StateRoutes}. */
public final class StateApi {
  private StateApi() {}

  public static List<Operation> operations(Schemas schemas) {
    ContractSchemas.product(schemas);
    schemas
        .named(ProductStateReader.Line.class, "ProductState")
        .say(ProductStateReader.Line.class, "firstPublishedAt", "Null when it never was.")
        .named(ClaimStateReader.Line.class, "Claim")
        .bound(ClaimStateReader.Line.class, "kind", "enum", kinds())
        .say(ClaimStateReader.Line.class, "owner", "Id of the product; null when the key is free.")
        .say(ClaimStateReader.Line.class, "generation", "Raised by each claim and each release.");
    return List.of(
        ServiceApi.audit(
                Operation.get("/v1/state/products", "productStates", "Every product, replayed"))
            .text("In the order of ids by bytes, whatever their status.")
            .answers(200, "A line each.", lines(schemas.of(ProductStateReader.Line.class))),
        ServiceApi.audit(
                Operation.get("/v1/state/claims", "claims", "Every claim on a SKU or slug"))
            .text("Freed ones too.")
            .answers(200, "A line each.", lines(schemas.of(ClaimStateReader.Line.class))),
        ServiceApi.audit(
                Operation.get(
                    "/v1/state/categories", "categoryState", "The category tree, replayed"))
            .text("Of version -1 when there never was a category.")
            .answersJson(200, "The whole tree.", ContractSchemas.categoryTree(schemas)));
  }

  private static List<String> kinds() {
    return Arrays.stream(Claim.Kind.values()).map(Claim.Kind::name).toList();
  }

  private static Map<String, Map<String, Object>> lines(Map<String, Object> line) {
    return Map.of("application/x-ndjson", line);
  }
}
