package dev.vitrine.query.listing;

import dev.vitrine.query.category.Categories;
import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.JsonBytes;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.listing.ListingIndex.Slice;
import dev.vitrine.query.view.Source;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A category's products, with those of all below it where that is asked for. */
final class ListingRoutes {
  static final int LIMIT = 24;
  static final int MAX_LIMIT = 100;

  /** A page asks the index for each of them. */
  static final int MAX_CATEGORIES = 100;

  private final Listings listings;
  private final Categories categories;
  private final List<String> currencies;
  private final Cursor cursors;

  ListingRoutes(Listings listings, Categories categories, List<String> currencies, Cursor cursors) {
    this.cursors = cursors;
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
    boolean subtree = Parameters.flag(request, "subtree");
    int limit = (int) Parameters.number(request, "limit", LIMIT, 1, MAX_LIMIT);
    String cursor = Parameters.optional(request, "cursor");
    String listing = category + (subtree ? "\nsubtree\n" : "\n") + order;
    Slice from = cursor == null ? order.first() : order.behind(key(listing, order, cursor));
    Mono<Listings.Page> page =
        subtree
            ? subtree(category).flatMap(all -> listings.page(all, from, limit))
            : listings
                .page(List.of(category), from, limit)
                .flatMap(first -> cursor == null ? orUnknown(category, first) : Mono.just(first));
    return page.flatMap(
        found ->
            Answers.combined(
                Source.DYNAMODB,
                JsonBytes.items(
                    found.bodies(), new TreeMap<>(Map.of("next", next(listing, found))))));
  }

  private Mono<List<String>> subtree(String category) {
    return categories
        .subtree(category)
        .switchIfEmpty(Mono.error(() -> unknown(category)))
        .doOnNext(
            all -> {
              if (all.size() > MAX_CATEGORIES) {
                throw Problem.invalid(
                        ProblemType.TOO_MANY_CATEGORIES,
                        "%s has %d categories below it; a listing takes at most %d together."
                            .formatted(category, all.size() - 1, MAX_CATEGORIES))
                    .exception();
              }
            });
  }

  private static ProblemException unknown(String category) {
    return Problem.notFound(ProblemType.UNKNOWN_CATEGORY, "There is no category " + category + ".")
        .exception();
  }

  /** Only an empty listing makes one look whether there is such a category at all. */
  private Mono<Listings.Page> orUnknown(String category, Listings.Page first) {
    if (!first.bodies().isEmpty() || first.next() != null) {
      return Mono.just(first);
    }
    return categories
        .exists(category)
        .flatMap(exists -> exists ? Mono.just(first) : Mono.error(() -> unknown(category)));
  }

  private ListingOrder order(ServerRequest request) {
    String currency = currency(Parameters.optional(request, "currency"));
    String sort = Parameters.optional(request, "sort");
    PriceRange range = range(request);
    ListingOrder order =
        switch (sort == null ? "name" : sort) {
          case "name" -> new ListingOrder.Name();
          case "newest" -> new ListingOrder.Newest();
          case "price" -> new ListingOrder.Price(currency, false, range);
          case "-price" -> new ListingOrder.Price(currency, true, range);
          default ->
              throw Problem.invalid(
                      ProblemType.INVALID_PARAMETER,
                      "sort must be one of name, price, -price and newest.")
                  .exception();
        };
    if (!range.isAll() && !(order instanceof ListingOrder.Price)) {
      throw Problem.invalid(
              ProblemType.INVALID_PARAMETER,
              "minPrice and maxPrice go with sort=price and sort=-price.")
          .exception();
    }
    return order;
  }

  private static PriceRange range(ServerRequest request) {
    BigDecimal min = Parameters.amount(request, "minPrice");
    BigDecimal max = Parameters.amount(request, "maxPrice");
    if (min != null && max != null && min.compareTo(max) > 0) {
      throw Problem.invalid(ProblemType.INVALID_PARAMETER, "minPrice is above maxPrice.")
          .exception();
    }
    return new PriceRange(min, max);
  }

  private String currency(@Nullable String asked) {
    if (asked == null) {
      return currencies.getFirst();
    }
    if (!currencies.contains(asked)) {
      throw Problem.invalid(
              ProblemType.UNKNOWN_CURRENCY,
              "currency must be one of " + String.join(", ", currencies) + ".")
          .exception();
    }
    return asked;
  }

  private String key(String listing, ListingOrder order, String cursor) {
    try {
      return cursors.read(listing, order.keys(), cursor);
    } catch (IllegalArgumentException foreign) {
      throw Problem.invalid(
              ProblemType.INVALID_CURSOR,
              "The cursor is not from this category, sort, currency and range, or was changed.")
          .exception();
    }
  }

  private byte[] next(String listing, Listings.Page page) {
    String key = page.next();
    return (key == null ? "null" : '"' + cursors.write(listing, key) + '"')
        .getBytes(StandardCharsets.US_ASCII);
  }
}
