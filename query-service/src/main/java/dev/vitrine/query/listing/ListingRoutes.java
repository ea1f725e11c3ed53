package dev.vitrine.query.listing;

import dev.vitrine.query.category.Categories;
import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.JsonBytes;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.listing.ListingIndex.Slice;
import dev.vitrine.query.view.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A category's products. */
final class ListingRoutes {
  private static final int LIMIT = 24;
  private static final int MAX_LIMIT = 100;

  private final Listings listings;
  private final Categories categories;
  private final List<String> currencies;

  ListingRoutes(Listings listings, Categories categories, List<String> currencies) {
    this.listings = listings;
    this.categories = categories;
    this.currencies = currencies;
  }

  RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at("/v1/categories/{id}/products", this::page);
  }

  private Mono<ServerResponse> page(ServerRequest request) {
    String category = Parameters.id(request.pathVariable("id"));
    ListingOrder order = order(request);
    int limit = (int) Parameters.number(request, "limit", LIMIT, 1, MAX_LIMIT);
    String cursor = Parameters.optional(request, "cursor");
    Slice from = cursor == null ? order.first() : order.behind(key(category, order, cursor));
    Mono<Listings.Page> page = listings.page(category, from, limit);
    return (cursor == null ? page.flatMap(first -> orUnknown(category, first)) : page)
        .flatMap(
            found ->
                Answers.combined(
                    Source.DYNAMODB,
                    JsonBytes.items(
                        found.bodies(),
                        new TreeMap<>(Map.of("next", next(category, order, found))))));
  }

  /** Only an empty listing makes one look whether there is such a category at all. */
  private Mono<Listings.Page> orUnknown(String category, Listings.Page first) {
    if (!first.bodies().isEmpty() || first.next() != null) {
      return Mono.just(first);
    }
    return categories
        .exists(category)
        .flatMap(
            exists ->
                exists
                    ? Mono.just(first)
                    : Mono.error(
                        () ->
                            Problem.notFound(
                                    "unknown-category", "There is no category " + category + ".")
                                .exception()));
  }

  private ListingOrder order(ServerRequest request) {
    String currency = currency(Parameters.optional(request, "currency"));
    String sort = Parameters.optional(request, "sort");
    return switch (sort == null ? "name" : sort) {
      case "name" -> new ListingOrder.Name();
      case "newest" -> new ListingOrder.Newest();
      case "price" -> new ListingOrder.Price(currency, false);
      case "-price" -> new ListingOrder.Price(currency, true);
      default ->
          throw Problem.invalid(
                  "invalid-parameter", "sort must be one of name, price, -price and newest.")
              .exception();
    };
  }

  private String currency(@Nullable String asked) {
    if (asked == null) {
      return currencies.getFirst();
    }
    if (!currencies.contains(asked)) {
      throw Problem.invalid(
              "unknown-currency", "currency must be one of " + String.join(", ", currencies) + ".")
          .exception();
    }
    return asked;
  }

  private static String key(String category, ListingOrder order, String cursor) {
    try {
      return Cursor.read(category, order, cursor);
    } catch (IllegalArgumentException foreign) {
      throw Problem.invalid(
              "invalid-cursor",
              "The cursor is not from this category, sort and currency, or was changed.")
          .exception();
    }
  }

  private static byte[] next(String category, ListingOrder order, Listings.Page page) {
    String key = page.next();
    return (key == null ? "null" : '"' + Cursor.write(category, order, key) + '"')
        .getBytes(StandardCharsets.US_ASCII);
  }
}
