package dev.vitrine.query.product;

import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoresBehind;
import dev.vitrine.query.view.ViewReader;
import dev.vitrine.query.view.ViewStore.Views;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Finds products. */
final class Products {
  private static final ProductRead UNKNOWN = new ProductRead.Unknown("");

  private final ViewReader views;
  private final JsonMapper json;

  Products(ViewReader views, JsonMapper json) {
    this.views = views;
    this.json = json;
  }

  /**
   * @param seen what falls short of it is looked for further down, and may still come back
   */
  Mono<ProductRead> byId(String id, Seen seen) {
    ViewKey key = new ViewKey.Product(id);
    return views
        .read(key, seen.of(id))
        .map(
            found ->
                found.view().gone()
                    ? (ProductRead) new ProductRead.Gone(id, found)
                    : new ProductRead.Live(id, found))
        .defaultIfEmpty(new ProductRead.Unknown(id));
  }

  Mono<ProductRead> bySku(String sku, Seen seen) {
    return byPointer(new ViewKey.Sku(sku), seen, facts -> facts.hasSku(sku));
  }

  Mono<ProductRead> bySlug(String slug, Seen seen) {
    return byPointer(new ViewKey.Slug(slug), seen, facts -> facts.hasSlug(slug));
  }

  /**
   * A pointer and its product travel apart, so either may be ahead: the product is asked whether it
   * still holds the key. Where a cached pointer does not lead to such a product, the key may have
   * moved and the cache not know yet, so the pointer is read once more past the cache.
   */
  private Mono<ProductRead> byPointer(ViewKey pointer, Seen seen, Predicate<ProductFacts> holds) {
    return views
        .read(pointer)
        .flatMap(
            near ->
                behind(near, seen, holds)
                    .flatMap(
                        read ->
                            near.source() == Source.DYNAMODB || isSettled(read, seen)
                                ? Mono.just(read)
                                : newer(pointer, near)
                                    .flatMap(far -> behind(far, seen, holds))
                                    .defaultIfEmpty(read)))
        .defaultIfEmpty(UNKNOWN)
        .flatMap(read -> read == UNKNOWN ? unknown(pointer, seen, holds) : Mono.just(read));
  }

  /**
   * A client that has seen a product behind this key hears that there is none only once that
   * product is known not to hold it any more.
   */
  private Mono<ProductRead> unknown(ViewKey pointer, Seen seen, Predicate<ProductFacts> holds) {
    return Flux.fromIterable(seen.products())
        .concatMap(id -> byId(id, seen))
        .any(
            read ->
                !read.satisfies(seen)
                    || (read instanceof ProductRead.Live(String _, FoundView found)
                        && holds.test(ProductFacts.of(found.view()))))
        .flatMap(
            mayHold -> mayHold ? Mono.error(() -> new StoresBehind(pointer)) : Mono.just(UNKNOWN));
  }

  private static boolean isSettled(ProductRead read, Seen seen) {
    return read instanceof ProductRead.Live && read.satisfies(seen);
  }

  /** Empty when the levels below know no newer one. */
  private Mono<FoundView> newer(ViewKey pointer, FoundView than) {
    ViewVersion known = than.view().version();
    return views
        .read(pointer, AtLeast.newerThan(known))
        .filter(found -> found.view().version().newerThan(known));
  }

  /** What the pointer leads to, if that still holds the key. */
  private Mono<ProductRead> behind(FoundView pointer, Seen seen, Predicate<ProductFacts> holds) {
    String product =
        pointer.view().gone()
            ? null
            : json.readValue(pointer.view().body(), PointerView.class).product();
    if (product == null) {
      return Mono.just(UNKNOWN);
    }
    return byId(product, seen)
        .map(
            read ->
                read instanceof ProductRead.Live(String _, FoundView found)
                        && !holds.test(ProductFacts.of(found.view()))
                    ? UNKNOWN
                    : read);
  }

  Mono<Views> all(Set<String> ids) {
    Set<ViewKey> keys = LinkedHashSet.newLinkedHashSet(ids.size());
    ids.forEach(id -> keys.add(new ViewKey.Product(id)));
    return views.readAll(keys);
  }
}
