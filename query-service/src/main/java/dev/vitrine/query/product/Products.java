package dev.vitrine.query.product;

import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.ViewReader;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Finds products. */
final class Products {
  private static final ProductRead UNKNOWN = new ProductRead.Unknown();

  private final ViewReader views;
  private final JsonMapper json;

  Products(ViewReader views, JsonMapper json) {
    this.views = views;
    this.json = json;
  }

  /**
   * @param atLeast see {@link ViewReader#read(ViewKey, long)}
   */
  Mono<ProductRead> byId(String id, long atLeast) {
    return views
        .read(new ViewKey.Product(id), atLeast)
        .map(
            found ->
                found.view().gone()
                    ? (ProductRead) new ProductRead.Gone(id, found)
                    : new ProductRead.Live(id, found))
        .defaultIfEmpty(UNKNOWN);
  }

  Mono<ProductRead> bySku(String sku, long atLeast) {
    return byPointer(new ViewKey.Sku(sku), atLeast, facts -> facts.hasSku(sku));
  }

  Mono<ProductRead> bySlug(String slug, long atLeast) {
    return byPointer(new ViewKey.Slug(slug), atLeast, facts -> facts.hasSlug(slug));
  }

  /**
   * A pointer and its product travel apart, so either may be ahead: the product is asked whether it
   * still holds the key. Where a cached pointer does not lead to such a product, the key may have
   * moved and the cache not know yet, so the pointer is read once more past the cache.
   */
  private Mono<ProductRead> byPointer(
      ViewKey pointer, long atLeast, Predicate<ProductFacts> holds) {
    return views
        .read(pointer)
        .flatMap(
            near ->
                behind(near, atLeast, holds)
                    .flatMap(
                        read ->
                            near.source() == Source.DYNAMODB || isSettled(read, atLeast)
                                ? Mono.just(read)
                                : newer(pointer, near)
                                    .flatMap(far -> behind(far, atLeast, holds))
                                    .defaultIfEmpty(read)))
        .defaultIfEmpty(UNKNOWN);
  }

  private static boolean isSettled(ProductRead read, long atLeast) {
    return read instanceof ProductRead.Live && read.reaches(atLeast);
  }

  /** Empty when the levels below know no newer one. */
  private Mono<FoundView> newer(ViewKey pointer, FoundView than) {
    ViewVersion known = than.view().version();
    return views
        .read(pointer, known.sequence() + 1)
        .filter(found -> found.view().version().newerThan(known));
  }

  /** What the pointer leads to, if that still holds the key. */
  private Mono<ProductRead> behind(FoundView pointer, long atLeast, Predicate<ProductFacts> holds) {
    String product =
        pointer.view().gone()
            ? null
            : json.readValue(pointer.view().body(), PointerView.class).product();
    if (product == null) {
      return Mono.just(UNKNOWN);
    }
    return byId(product, atLeast)
        .map(
            read ->
                read instanceof ProductRead.Live(String _, FoundView found)
                        && !holds.test(ProductFacts.of(found.view()))
                    ? UNKNOWN
                    : read);
  }

  Mono<Map<ViewKey, FoundView>> all(Set<String> ids) {
    Set<ViewKey> keys = LinkedHashSet.newLinkedHashSet(ids.size());
    ids.forEach(id -> keys.add(new ViewKey.Product(id)));
    return views.readAll(keys);
  }
}
