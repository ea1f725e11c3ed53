package dev.vitrine.query.product;

import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.view.FoundView;
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
   * still holds the key.
   */
  private Mono<ProductRead> byPointer(
      ViewKey pointer, long atLeast, Predicate<ProductFacts> holds) {
    return views
        .read(pointer)
        .mapNotNull(
            found ->
                found.view().gone()
                    ? null
                    : json.readValue(found.view().body(), PointerView.class).product())
        .flatMap(id -> byId(id, atLeast))
        .map(
            read ->
                read instanceof ProductRead.Live(String _, FoundView found)
                        && !holds.test(ProductFacts.of(found.view()))
                    ? UNKNOWN
                    : read)
        .defaultIfEmpty(UNKNOWN);
  }

  Mono<Map<ViewKey, FoundView>> all(Set<String> ids) {
    Set<ViewKey> keys = LinkedHashSet.newLinkedHashSet(ids.size());
    ids.forEach(id -> keys.add(new ViewKey.Product(id)));
    return views.readAll(keys);
  }
}
