package dev.vitrine.query.listing;

import dev.vitrine.contract.Limits;
import dev.vitrine.openapi.ContractSchemas;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import dev.vitrine.query.http.ReadApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the document says of {@link ListingRoutes}. */
public final class ListingApi {
  private static final String GO_ON =
      "Go on with `next` until it is null. What moves behind the cursor while one pages"
          + " is seen again, what moves before it is not seen.";

  private ListingApi() {}

  public static List<Operation> operations(Schemas schemas) {
    Map<String, Object> listing = schemas.define("Listing", page(schemas));
    return List.of(
        page(
                "/v1/categories/{id}/products",
                "productsOfCategory",
                "The products of a category",
                listing)
            .takes(ReadApi.id("The category's id."))
            .takes(orderAndPage())
            .takes(
                Parameter.query(
                    "subtree",
                    Schema.with(Schema.bool(), "default", false),
                    "Adds the products of all categories below, each product once; at most "
                        + ListingRoutes.MAX_CATEGORIES
                        + " categories together."))
            .fails(
                400,
                "invalid-id",
                "invalid-parameter",
                "unknown-currency",
                "invalid-cursor",
                "too-many-categories")
            .fails(404, "unknown-category"),
        page("/v1/brands/{brand}/products", "productsOfBrand", "The products of a brand", listing)
            .text("No brand is unknown: one without products has an empty listing. " + GO_ON)
            .takes(
                Parameter.path(
                    "brand",
                    Schema.of("type", "string", "minLength", 1, "maxLength", Limits.BRAND),
                    "The brand as its products have it, compared exactly."))
            .takes(orderAndPage())
            .fails(
                400, "invalid-brand", "invalid-parameter", "unknown-currency", "invalid-cursor"));
  }

  private static Operation page(
      String path, String name, String summary, Map<String, Object> listing) {
    return ReadApi.combined(
            Operation.get(path, name, summary),
            "A page. It may be short, even empty, and still have a next one.",
            listing)
        .text(GO_ON);
  }

  private static Parameter[] orderAndPage() {
    return new Parameter[] {
      Parameter.query(
          "sort",
          Schema.with(Schema.oneOf(orders()), "default", "name"),
          "By name in the default locale, newest first publication first, or lowest price"
              + " of any variant; unpriced products come last both ways."),
      Parameter.query(
          "limit",
          Schema.with(Schema.integer(1, ListingRoutes.MAX_LIMIT), "default", ListingRoutes.LIMIT),
          "Products on a page."),
      Parameter.query(
          "currency",
          Schema.of("type", "string", "pattern", "^[A-Z]{3}$"),
          "Of prices to sort and bound by; one that this installation was set up with,"
              + " whose first is the default."),
      Parameter.query(
          "minPrice", amount(), "With a price sort: not below, unpriced ones left out."),
      Parameter.query(
          "maxPrice", amount(), "With a price sort: not above, unpriced ones left out."),
      Parameter.query(
          "count",
          Schema.with(Schema.bool(), "default", false),
          "Adds `total`. It is counted by reading the index: ask once, not with every page."),
      Parameter.query(
          "cursor", Schema.string(), "`next` of the page before, with the same parameters.")
    };
  }

  private static List<String> orders() {
    return Stream.of(
            new ListingOrder.Name(),
            new ListingOrder.Newest(),
            new ListingOrder.Price("USD", false, PriceRange.ALL),
            new ListingOrder.Price("USD", true, PriceRange.ALL))
        .map(ListingOrder::text)
        .toList();
  }

  private static Map<String, Object> amount() {
    return Schema.of(
        "type",
        "string",
        "pattern",
        "^[0-9]{1,%d}(\\.[0-9]{1,%d})?$"
            .formatted(Limits.AMOUNT_INTEGER_DIGITS, Limits.AMOUNT_FRACTION_DIGITS));
  }

  private static Map<String, Object> page(Schemas schemas) {
    return Schema.object(
        Schema.of(
            "items",
            Schema.array(ContractSchemas.product(schemas)),
            "next",
            Schema.of(
                "type",
                List.of("string", "null"),
                "description",
                "Goes into `cursor`; null on the last page."),
            "total",
            total(),
            "unavailable",
            Schema.with(
                Schema.array(ReadApi.idSchema()),
                "description",
                "Ids of products on this page that could not be had now: read them by id, or the"
                    + " page again. Only there when some could not.")),
        List.of("total", "unavailable"));
  }

  private static Map<String, Object> total() {
    Map<String, Object> total =
        Schema.object(
            Schema.of(
                "value",
                Schema.integer(0, Listings.MAX_TOTAL),
                "relation",
                Schema.oneOf(List.of("eq", "gte"))),
            List.of());
    return Schema.with(
        total,
        "description",
        "With `count=true`: of the whole listing in its range of prices; `gte` when there may"
            + " be more than are counted.");
  }
}
