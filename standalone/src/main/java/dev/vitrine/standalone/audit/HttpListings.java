package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.standalone.audit.Difference.Kind;
import dev.vitrine.standalone.http.Http;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Every category's and brand's listing by name, walked page by page: whether it shows all it must
 * and nothing else, each once, in order. The other orders' keys are compared in the store.
 */
final class HttpListings implements Place {
  private final QueryClient query;

  HttpListings(QueryClient query) {
    this.query = query;
  }

  @Override
  public String name() {
    return "http listing";
  }

  @Override
  public void look(Expectations expected, Suspects.Of suspects) throws InterruptedException {
    Map<String, Integer> listed = expected.listed();
    query.askAll(
        List.copyOf(listed.keySet()),
        list -> {
          String wrong = walk(list, listed.getOrDefault(list, 0), key -> expected.of(key) != null);
          if (wrong != null) {
            suspects.add(list);
          }
        });
  }

  @Override
  public Predicate<String> viewsFor(Collection<String> suspects) {
    Set<String> lists = new HashSet<>(suspects);
    return key ->
        ViewKey.parse(key) instanceof ViewKey.Listing(String list, String _)
            && lists.contains(list);
  }

  @Override
  public Optional<Difference> judge(String list, Map<String, View> now)
      throws InterruptedException {
    String prefix = new ViewKey.Listing(list, "").text();
    int wanted = (int) now.keySet().stream().filter(key -> key.startsWith(prefix)).count();
    String wrong = walk(list, wanted, now::containsKey);
    return wrong == null
        ? Optional.empty()
        : Optional.of(new Difference(name(), list, Kind.DIFFERENT, wrong));
  }

  /** What is wrong with a listing; null when nothing is. */
  private @Nullable String walk(String list, int wanted, Predicate<String> mustList)
      throws InterruptedException {
    Set<String> seen = new HashSet<>();
    byte[] last = {};
    String cursor = "";
    while (true) {
      JsonNode page = page(list, cursor);
      for (JsonNode product : page.path("items")) {
        String id = product.path("id").asString("");
        if (!mustList.test(new ViewKey.Listing(list, id).text())) {
          return "lists " + id;
        }
        if (!seen.add(id)) {
          return "lists " + id + " twice";
        }
        byte[] key = sortKey(product);
        if (Arrays.compareUnsigned(key, last) < 0) {
          return id + " is out of order";
        }
        last = key;
      }
      if (page.path("next").isString() && page.path("items").isEmpty()) {
        return "an empty page that says there are more";
      }
      if (!page.path("next").isString()) {
        return seen.size() == wanted
            ? null
            : "expected %d products, listed %d".formatted(wanted, seen.size());
      }
      cursor = page.path("next").asString();
    }
  }

  /** What names are ordered by: names that agree so far may come in any order. */
  private static byte[] sortKey(JsonNode product) {
    byte[] whole = ExpectedViews.collationKey(ExpectedViews.nameOf(product));
    return Arrays.copyOf(whole, Math.min(whole.length, SortKeys.NAME_BYTES));
  }

  private JsonNode page(String list, String cursor) throws InterruptedException {
    return query
        .get(
            ViewKey.Listing.brandOf(list)
                    .map(brand -> "/v1/brands/" + Http.encode(brand))
                    .orElseGet(() -> "/v1/categories/" + Http.encode(list))
                + "/products?sort=name&limit=100"
                + (cursor.isEmpty() ? "" : "&cursor=" + Http.encode(cursor)))
        .body();
  }
}
