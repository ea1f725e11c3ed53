package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.standalone.audit.Difference.Kind;
import dev.vitrine.standalone.http.Http;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Reads by SKU and slug, of a sample spread over all: each is a request of its own. The pointers
 * themselves are all compared in the stores.
 */
final class HttpPointers implements Place {
  private final QueryClient query;
  private final int most;

  /**
   * @param most how many pointers to follow
   */
  HttpPointers(QueryClient query, int most) {
    this.query = query;
    this.most = most;
  }

  @Override
  public String name() {
    return "http by sku and slug";
  }

  @Override
  public void look(Expectations expected, Suspects.Of suspects) throws InterruptedException {
    query.askAll(
        sample(expected.pointers()),
        key -> {
          QueryClient.Answer answer = query.get(path(key));
          boolean live = isLive(expected, key);
          boolean right = live && isExpected(expected, key, answer.body());
          if (answer.found() ? !right : live) {
            suspects.add(key);
          }
        });
  }

  private List<String> sample(List<String> all) {
    int step = Math.max(1, (all.size() + most - 1) / most);
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
  }

  /** A live pointer to a product that is not published leads nowhere, and rightly. */
  private static boolean isLive(Expectations expected, String key) {
    var pointer = expected.of(key);
    return pointer != null && !pointer.gone();
  }

  /** A product as its page must show it, and one that has this SKU or slug. */
  private static boolean isExpected(Expectations expected, String key, JsonNode product) {
    var wanted = expected.of(new ViewKey.Product(product.path("id").asString("")).text());
    return wanted != null
        && !wanted.gone()
        && wanted.digest().equals(Digest.of(product))
        && has(product, key);
  }

  private static boolean has(JsonNode product, String key) {
    return switch (ViewKey.parse(key)) {
      case ViewKey.Slug(String slug) -> product.path("slug").asString("").equals(slug);
      case ViewKey.Sku(String sku) -> {
        for (JsonNode variant : product.path("variants")) {
          if (variant.path("sku").isString() && variant.path("sku").asString().equals(sku)) {
            yield true;
          }
        }
        yield false;
      }
      case ViewKey.Product _, ViewKey.Listing _, ViewKey.Categories _ -> false;
    };
  }

  private static String path(String key) {
    return switch (ViewKey.parse(key)) {
      case ViewKey.Sku(String sku) -> "/v1/skus?sku=" + Http.encode(sku);
      case ViewKey.Slug(String slug) -> "/v1/slugs/" + Http.encode(slug);
      case ViewKey.Product _, ViewKey.Listing _, ViewKey.Categories _ ->
          throw new IllegalArgumentException("no pointer: " + key);
    };
  }

  @Override
  public Predicate<String> viewsFor(Collection<String> suspects) {
    return Set.copyOf(suspects)::contains;
  }

  /** What the owner's page shows is checked by id; here, that the pointer leads to just that. */
  @Override
  public Optional<Difference> judge(String key, Map<String, View> now) throws InterruptedException {
    View pointer = now.get(key);
    QueryClient.Answer led = query.get(path(key));
    if (pointer == null || pointer.gone()) {
      return led.found()
          ? Optional.of(new Difference(name(), key, Kind.ORPHAN, "leads to " + id(led)))
          : Optional.empty();
    }
    String owner = pointer.content().path("product").asString("");
    QueryClient.Answer page = query.get("/v1/products/" + Http.encode(owner));
    if (led.found() != page.found()) {
      String detail = page.found() ? "does not lead to " + owner : "leads to " + id(led);
      return Optional.of(
          new Difference(name(), key, page.found() ? Kind.MISSING : Kind.ORPHAN, detail));
    }
    return page.found()
        ? Fields.compare(name(), as(key, page.body()), as(key, led.body()))
        : Optional.empty();
  }

  private static View as(String key, JsonNode product) {
    long version = product.path("version").asLong(-1);
    return new View(key, ViewVersion.ofSequence(version), false, product);
  }

  private static String id(QueryClient.Answer answer) {
    return answer.body().path("id").asString("");
  }
}
