package dev.vitrine.query.listing;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.category.Categories;
import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.Combined;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.listing.ListingIndex.Slice;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** A brand's products, or a category's, with those of all below it where that is asked for. */
final class ListingRoutes {
  static final int LIMIT = 24;
  static final int MAX_LIMIT = 100;

  /** A page asks the index for each of them. */
  static final int MAX_CATEGORIES = 100;

  private final Listings listings;
  private final Categories categories;
  private final List<String> currencies;
  private final Cursor cursors;
  private final JsonMapper json;

  ListingRoutes(
      Listings listings,
      Categories categories,
      List<String> currencies,
      Cursor cursors,
      JsonMapper json) {
    this.cursors = cursors;
    this.json = json;
    this.listings = listings;
    this.categories = categories;
    this.currencies = currencies;
  }

  RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at("/v1/categories/{id}/products", this::ofCategory)
        .and(ReadRoutes.at("/v1/brands/{brand}/products", this::ofBrand));
  }

  private Mono<ServerResponse> ofBrand(ServerRequest request) {
    String list = ViewKey.Listing.ofBrand(Parameters.brand(request.pathVariable("brand")));
    Asked asked = asked(request, list);
    return answer(
        request, asked, List.of(list), listings.page(List.of(list), asked.from(), asked.limit()));
  }

  private Mono<ServerResponse> ofCategory(ServerRequest request) {
    String category = Parameters.id(request.pathVariable("id"));
    if (Parameters.flag(request, "subtree")) {
      Asked asked = asked(request, category + "\nsubtree");
      return subtree(category)
          .flatMap(
              all -> answer(request, asked, all, listings.page(all, asked.from(), asked.limit())));
    }
    Asked asked = asked(request, category);
    Mono<Listings.Page> page = listings.page(List.of(category), asked.from(), asked.limit());
    return answer(
        request,
        asked,
        List.of(category),
        asked.isBeginning() ? page.flatMap(first -> orUnknown(category, first)) : page);
  }

  /**
   * @param listing tells this listing from every other
   * @param count whether to tell how many there are
   */
  private record Asked(String listing, ListingOrder order, Slice from, int limit, boolean count) {
    boolean isBeginning() {
      return from.equals(order.first());
    }
  }

  private Asked asked(ServerRequest request, String lists) {
    Parameters.noMinVersion(request);
    ListingOrder order = order(request);
    int limit = (int) Parameters.number(request, "limit", LIMIT, 1, MAX_LIMIT);
    String cursor = Parameters.optional(request, "cursor");
    String listing = lists + "\n" + order;
    Slice from = cursor == null ? order.first() : order.behind(key(listing, order, cursor));
    return new Asked(listing, order, from, limit, Parameters.flag(request, "count"));
  }

  private Mono<ServerResponse> answer(
      ServerRequest request, Asked asked, List<String> lists, Mono<Listings.Page> page) {
    Mono<Map<String, byte[]>> total =
        asked.count()
            ? listings.total(lists, asked.order()).map(found -> Map.of("total", json(found)))
            : Mono.just(Map.of());
    return page.zipWith(
            total,
            (found, counted) -> {
              SequencedMap<String, byte[]> rest = new TreeMap<>(counted);
              rest.put("next", next(asked.listing(), found));
              if (!found.unavailable().isEmpty()) {
                rest.put("unavailable", json.writeValueAsBytes(found.unavailable()));
              }
              long stale =
                  found.products().values().stream()
                      .mapToLong(FoundView::staleSeconds)
                      .max()
                      .orElse(0);
              return new Combined(found.products(), rest, Source.DYNAMODB, stale);
            })
        .flatMap(combined -> Answers.combined(request, combined));
  }

  private static byte[] json(Listings.Total total) {
    return "{\"value\":%d,\"relation\":\"%s\"}"
        .formatted(total.value(), total.exact() ? "eq" : "gte")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private Mono<List<String>> subtree(String category) {
    return categories
        .subtree(category)
        .switchIfEmpty(Mono.error(() -> unknown(category)))
        .doOnNext(
            all -> {
              if (all.size() > MAX_CATEGORIES) {
                throw Problem.of(
                        ProblemType.TOO_MANY_CATEGORIES,
                        "%s has %d categories below it; a listing takes at most %d together."
                            .formatted(category, all.size() - 1, MAX_CATEGORIES))
                    .exception();
              }
            });
  }

  private static ProblemException unknown(String category) {
    return Problem.of(ProblemType.UNKNOWN_CATEGORY, "There is no category " + category + ".")
        .exception();
  }

  /** Only an empty listing makes one look whether there is such a category at all. */
  private Mono<Listings.Page> orUnknown(String category, Listings.Page first) {
    if (!first.isEmpty() || first.next() != null) {
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
              throw Problem.of(
                      ProblemType.INVALID_PARAMETER,
                      "sort must be one of name, price, -price and newest.")
                  .exception();
        };
    if (!range.isAll() && !(order instanceof ListingOrder.Price)) {
      throw Problem.of(
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
      throw Problem.of(ProblemType.INVALID_PARAMETER, "minPrice is above maxPrice.").exception();
    }
    return new PriceRange(min, max);
  }

  private String currency(@Nullable String asked) {
    if (asked == null) {
      return currencies.getFirst();
    }
    if (!currencies.contains(asked)) {
      throw Problem.of(
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
      throw Problem.of(
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
