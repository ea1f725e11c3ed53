package dev.vitrine.query.listing;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import dev.vitrine.query.Stores;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

@ExtendWith(Shop.Provided.class)
class ListingsTest {
  private static final Collator ROOT = Collator.getInstance(ULocale.ROOT).freeze();
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Shop shop;
  private final Stores stores;
  private final String category = Shop.fresh("category");
  private int added;

  ListingsTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
  }

  /** A product with its entry; each is published a second after the one before. */
  private String add(String name, @Nullable String dollars) {
    return add(name, dollars, List.of(category));
  }

  private String add(String name, @Nullable String dollars, List<String> categories) {
    String id = Shop.fresh("p");
    write(id, 1, name, dollars, categories, null);
    entries(id, name, dollars, categories);
    return id;
  }

  private String addBranded(String brand, String name, @Nullable String dollars) {
    String id = Shop.fresh("p");
    write(id, 1, name, dollars, List.of(category), brand);
    entries(id, name, dollars, List.of(category, ViewKey.Listing.ofBrand(brand)));
    return id;
  }

  private void entries(String id, String name, @Nullable String dollars, List<String> lists) {
    Map<String, String> prices = new HashMap<>();
    prices.put(
        "USD",
        dollars == null ? SortKeys.unpriced(id) : SortKeys.price(new BigDecimal(dollars), id));
    var sort =
        new ListingEntryView.Sort(
            SortKeys.name(ROOT.getCollationKey(name).toByteArray(), id),
            SortKeys.newest(START.plusSeconds(added++), id),
            prices);
    lists.forEach(list -> stores.entry(new ListingEntryView(list, id, 1, sort)));
  }

  private void write(String id, long version, String name, @Nullable String dollars) {
    write(id, version, name, dollars, List.of(category), null);
  }

  private void write(
      String id,
      long version,
      String name,
      @Nullable String dollars,
      List<String> categories,
      @Nullable String brand) {
    ProductView sample = Samples.product(id, version, name, "SKU-" + id, null, category);
    List<Price> prices =
        dollars == null ? List.of() : List.of(new Price("USD", dollars, null, null));
    stores.product(
        new ProductView(
            id,
            null,
            sample.name(),
            sample.description(),
            brand,
            categories,
            sample.attributes(),
            sample.media(),
            List.of(new Variant("SKU-" + id, Map.of(), null, prices)),
            sample.status(),
            version,
            Samples.TIME));
    stores.redis().del("product:" + id);
  }

  private Answer page(String query) {
    Answer answer = shop.get("/v1/categories/" + category + "/products?" + query);
    assertThat(answer.status()).as(query).isEqualTo(200);
    return answer;
  }

  private static List<String> ids(JsonNode page) {
    return page.get("items").valueStream().map(item -> item.get("id").asString()).toList();
  }

  private static @Nullable String next(JsonNode page) {
    return page.get("next").isNull() ? null : page.get("next").asString();
  }

  private List<String> all(String query, Consumer<List<String>> between) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page = page(query + cursor).json();
      ids.addAll(ids(page));
      String next = next(page);
      if (next == null) {
        return ids;
      }
      assertThat(next).matches("[A-Za-z0-9_-]+");
      cursor = "&cursor=" + next;
      between.accept(ids);
    }
  }

  private List<String> all(String query) {
    return all(query, _ -> {});
  }

  @Test
  void paging_in_every_order_repeats_and_loses_nothing_while_products_change() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      expected.add(add("Lamp " + (i * 7 % 250), i % 5 == 0 ? null : (i * 13 % 90) + ".50"));
    }
    int[] changes = {0};
    for (String sort : List.of("name", "newest", "price", "-price")) {
      List<String> seen =
          all(
              "sort=" + sort + "&limit=24",
              _ -> {
                // Changes that move nothing: the bodies are new ones, the places are the old.
                int i = changes[0]++ % 250;
                write(expected.get(i), 2, "Changed", "1.00");
              });
      assertThat(seen)
          .as(sort)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(all("sort=newest&limit=100")).containsExactlyElementsOf(expected.reversed());
    assertThat(all("sort=name&limit=1").subList(0, 1)).hasSize(1);
  }

  /** Also where the product on which the cursor stands is no longer there. */
  @ParameterizedTest
  @ValueSource(strings = {"name", "newest", "price", "-price"})
  void what_stays_where_it_is_is_seen_once_while_others_move_and_leave(String sort) {
    List<String> added = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      added.add(add("Lamp " + i, i + ".00"));
    }
    Set<String> moved = new HashSet<>();
    List<String> seen =
        all(
            "limit=7&sort=" + sort,
            ids -> {
              String last = ids.getLast();
              if (moved.add(last)) {
                write(last, 2, "Lamp", "1.00", List.of("elsewhere"), null);
                stores.entry(new ListingEntryView(category, last, 2, null));
              }
              added.stream()
                  .filter(id -> !ids.contains(id) && !moved.contains(id))
                  .reduce((_, far) -> far)
                  .ifPresent(id -> move(id, "A first one", "0.01", moved));
              ids.stream()
                  .filter(id -> !moved.contains(id))
                  .findFirst()
                  .ifPresent(id -> move(id, "The last one", "999.00", moved));
            });
    assertThat(moved).hasSizeGreaterThan(20);
    List<String> stayed = added.stream().filter(id -> !moved.contains(id)).toList();
    assertThat(seen.stream().filter(id -> !moved.contains(id)))
        .containsExactlyElementsOf(
            sort.equals("newest") || sort.equals("-price") ? stayed.reversed() : stayed);
  }

  /** It becomes the newest, too. */
  private void move(String id, String name, String dollars, Set<String> moved) {
    moved.add(id);
    write(id, 2, name, dollars);
    entries(id, name, dollars, List.of(category));
  }

  @Test
  void names_are_in_the_order_of_the_root_collation() {
    List<String> names =
        List.of("zebra", "Äpfel", "apple", "Zebra", "éclair", "eclair", "照明", "10", "Apple");
    Map<String, String> byId = new HashMap<>();
    names.forEach(name -> byId.put(add(name, "1"), name));
    assertThat(all("sort=name&limit=2").stream().map(byId::get))
        .containsExactlyElementsOf(names.stream().sorted(ROOT).toList());
  }

  @Test
  void unpriced_products_come_last_either_way() {
    String cheap = add("a", "9.99");
    String none = add("b", null);
    String dear = add("c", "100");
    String none2 = add("d", null);
    String middle = add("e", "10");
    for (int limit = 1; limit <= 6; limit++) {
      assertThat(all("sort=price&limit=" + limit))
          .as("limit %d", limit)
          .containsExactly(cheap, middle, dear, none, none2);
      assertThat(all("sort=-price&limit=" + limit))
          .as("limit %d", limit)
          .containsExactly(dear, middle, cheap, none, none2);
    }
    assertThat(all("sort=price&currency=EUR")).hasSize(5);
  }

  @Test
  void a_page_that_ends_where_the_listing_ends_has_no_next() {
    add("a", "1");
    add("b", "2");
    for (String sort : List.of("name", "newest", "price", "-price")) {
      assertThat(next(page("sort=" + sort + "&limit=2").json())).as(sort).isNull();
      assertThat(next(page("sort=" + sort + "&limit=1").json())).as(sort).isNotNull();
    }
  }

  /** The name is what is large here; the order needs no more than its beginning. */
  @Test
  void a_page_of_large_products_ends_early_and_loses_none() {
    Set<String> added = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      String id = Shop.fresh("p");
      write(id, 1, "x".repeat(200_000), "1.00");
      entries(id, "Lamp " + i, "1.00", List.of(category));
      added.add(id);
    }
    JsonNode first = page("limit=100").json();
    assertThat(first.get("items").size()).isBetween(20, 25);
    assertThat(next(first)).isNotNull();
    assertThat(all("limit=100")).containsExactlyInAnyOrderElementsOf(added);
  }

  @Test
  void products_that_cannot_be_read_are_left_out_and_the_page_is_filled_up() {
    List<String> readable = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String id = add("Lamp", "1");
      switch (i % 3) {
        case 0 -> readable.add(id);
        case 1 -> stores.toDynamo(new ViewKey.Product(id), Stores.gone(2, Samples.retired(id, 2)));
        default -> stores.product(Samples.product(id, 2, "Lamp", "SKU-" + id, null, "elsewhere"));
      }
    }
    JsonNode first = page("sort=newest&limit=5").json();
    assertThat(ids(first)).containsExactlyElementsOf(readable.reversed().subList(0, 5));
    assertThat(all("sort=newest&limit=5")).containsExactlyElementsOf(readable.reversed());
  }

  @Test
  void a_list_shows_the_body_that_the_product_page_shows() {
    String id = add("Lamp", "1");
    write(id, 5, "Lamp of today", "2");
    assertThat(page("").json().get("items").get(0))
        .isEqualTo(shop.get("/v1/products/" + id).json());
  }

  @Test
  void who_has_a_page_gets_it_again_only_when_it_is_another() {
    for (int i = 0; i < 3; i++) {
      add("Lamp " + i, "1" + i);
    }
    String path = "/v1/categories/" + category + "/products?limit=2";
    String tag = shop.get(path).header("ETag");
    assertThat(shop.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(shop.get(path + "&sort=-price").header("ETag")).isNotEqualTo(tag);
    assertThat(shop.get(path, "Accept-Encoding", "gzip").header("Content-Encoding"))
        .isEqualTo("gzip");
  }

  @Test
  void a_category_without_products_is_empty_and_an_unknown_one_is_not_found() {
    stores.tree(
        new CategoryTreeView(
            List.of(new CategoryTreeView.Node(category, Map.of("en", "Empty"), List.of())),
            System.nanoTime(),
            Samples.TIME));
    JsonNode page = page("").json();
    assertThat(page.get("items").isEmpty()).isTrue();
    assertThat(page.get("next").isNull()).isTrue();
    assertThat(shop.get("/v1/categories/" + Shop.fresh("nowhere") + "/products").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sort=name", "sort=newest", "sort=price", "sort=-price"})
  void a_cursor_that_was_changed_is_refused(String sort) {
    add("a", "1");
    add("b", "2");
    String cursor = page(sort + "&limit=1").json().get("next").asString();
    for (int i = 0; i < cursor.length(); i++) {
      String changed =
          cursor.substring(0, i) + (cursor.charAt(i) == 'A' ? 'B' : 'A') + cursor.substring(i + 1);
      assertRefused(category, sort, changed);
    }
    assertRefused(category, sort, cursor + "A");
    assertRefused(category, sort, cursor + "=");
    assertRefused(category, sort, cursor.substring(1));
    assertRefused(category, sort, cursor.substring(0, cursor.length() - 1));
    assertRefused(category, sort, cursor.repeat(100));
  }

  @Test
  void a_cursor_is_bound_to_its_category_sort_and_currency() {
    add("a", "1");
    add("b", "2");
    String cursor = page("sort=price&limit=1").json().get("next").asString();
    assertRefused("other", "sort=price", cursor);
    assertRefused(category, "sort=-price", cursor);
    assertRefused(category, "sort=name", cursor);
    assertRefused(category, "sort=price&currency=EUR", cursor);
    assertThat(page("sort=price&currency=USD&limit=50&cursor=" + cursor).json().get("items").size())
        .isEqualTo(1);
  }

  private void assertRefused(String where, String sort, String cursor) {
    Answer answer =
        shop.get(
            "/v1/categories/"
                + where
                + "/products?"
                + sort
                + "&cursor="
                + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    assertThat(answer.problem())
        .as(cursor)
        .containsEntry("status", 400)
        .containsEntry("type", "urn:vitrine:problem:invalid-cursor");
  }

  private static CategoryTreeView.Node node(String id, CategoryTreeView.Node... children) {
    return new CategoryTreeView.Node(id, Map.of("en", id), List.of(children));
  }

  @Test
  void a_subtree_is_one_listing_with_each_product_once() {
    String left = Shop.fresh("left");
    String right = Shop.fresh("right");
    String deep = Shop.fresh("deep");
    stores.tree(
        new CategoryTreeView(
            List.of(node(category, node(left, node(deep)), node(right))),
            System.nanoTime(),
            Samples.TIME));
    List<List<String>> places =
        List.of(
            List.of(category), List.of(left), List.of(right, deep), List.of(deep), List.of(right));
    Map<String, Integer> prices = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      int price = i * 7 % 60;
      prices.put(add("Lamp " + i, price + ".00", places.get(i % places.size())), price);
    }
    for (String sort : List.of("name", "newest", "price", "-price")) {
      assertThat(all("subtree=true&limit=7&sort=" + sort))
          .as(sort)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(prices.keySet());
    }
    assertThat(all("subtree=true&limit=7&sort=price").stream().map(prices::get))
        .isSorted()
        .hasSize(60);
    assertThat(all("limit=7&sort=price")).hasSize(12);
    String cursor = page("subtree=true&limit=1").json().get("next").asString();
    assertRefused(category, "subtree=false", cursor);
    assertThat(
            shop.get("/v1/categories/" + Shop.fresh("none") + "/products?subtree=true").problem())
        .containsEntry("type", "urn:vitrine:problem:unknown-category");
  }

  @Test
  void a_subtree_of_too_many_categories_is_refused() {
    CategoryTreeView.Node[] children =
        IntStream.range(0, 100)
            .mapToObj(i -> node(Shop.fresh("child")))
            .toArray(CategoryTreeView.Node[]::new);
    stores.tree(
        new CategoryTreeView(List.of(node(category, children)), System.nanoTime(), Samples.TIME));
    assertThat(shop.get("/v1/categories/" + category + "/products?subtree=true").problem())
        .containsEntry("status", 400)
        .containsEntry("type", "urn:vitrine:problem:too-many-categories");
  }

  @Test
  void a_brand_is_a_listing_of_its_own() {
    String brand = "Löwe: 100 % & Söhne/" + Shop.fresh("b");
    String first = addBranded(brand, "A", "3");
    String second = addBranded(brand, "B", "2");
    String third = addBranded(brand, "C", null);
    String moved = addBranded(brand, "D", "1");
    write(moved, 2, "D", "1", List.of(category), brand + "x");

    String path = "/v1/brands/" + UriUtils.encode(brand, StandardCharsets.UTF_8) + "/products?";
    assertThat(ids(shop.get(path + "count=true").json())).containsExactly(first, second, third);
    assertThat(ids(shop.get(path + "sort=price").json())).containsExactly(second, first, third);
    JsonNode page = shop.get(path + "sort=-price&limit=2&count=true").json();
    assertThat(ids(page)).containsExactly(first, second);
    // The entry of a product that has left is not gone yet.
    assertThat(page.at("/total").toString()).isEqualTo("{\"value\":4,\"relation\":\"eq\"}");
    JsonNode rest = shop.get(path + "sort=-price&limit=2&cursor=" + next(page)).json();
    assertThat(ids(rest)).containsExactly(third);
    assertThat(rest.has("total")).isFalse();
    assertThat(shop.get("/v1/brands/" + Shop.fresh("none") + "/products").json().get("items"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%20", "%FF", "%C3%28"})
  void a_brand_that_cannot_be_is_refused(String brand) {
    assertThat(shop.get("/v1/brands/" + brand + "/products").problem())
        .containsEntry("status", 400)
        .containsKey("type");
  }

  @Test
  void a_count_is_of_the_range_and_each_product_counts_once() {
    String below = Shop.fresh("below");
    stores.tree(
        new CategoryTreeView(
            List.of(node(category, node(below))), System.nanoTime(), Samples.TIME));
    add("a", "1", List.of(category, below));
    add("b", "2", List.of(below));
    add("c", "3");
    add("d", null);
    assertThat(total("subtree=true")).isEqualTo(4);
    assertThat(total("subtree=false")).isEqualTo(3);
    assertThat(total("subtree=true&sort=-price")).isEqualTo(4);
    assertThat(total("subtree=true&sort=price&minPrice=2")).isEqualTo(2);
    assertThat(total("sort=-price&maxPrice=1.99&limit=1")).isEqualTo(1);
  }

  private int total(String query) {
    return page(query + "&count=true").json().at("/total/value").asInt();
  }

  @Test
  void a_range_of_prices_holds_its_ends_and_nothing_unpriced() {
    stores.tree(new CategoryTreeView(List.of(node(category)), System.nanoTime(), Samples.TIME));
    String nine = add("a", "9.99");
    add("b", null);
    String hundred = add("c", "100");
    String ten = add("d", "10");
    String tenToo = add("e", "10.00");
    String more = add("f", "100.000001");
    for (int limit = 1; limit <= 6; limit++) {
      String sized = "&limit=" + limit;
      assertThat(all("sort=price&minPrice=10&maxPrice=100" + sized))
          .containsExactly(ten, tenToo, hundred);
      assertThat(all("sort=-price&minPrice=10.0&maxPrice=100" + sized))
          .containsExactly(hundred, tenToo, ten);
      assertThat(all("sort=price&minPrice=10.01" + sized)).containsExactly(hundred, more);
      assertThat(all("sort=-price&minPrice=100" + sized)).containsExactly(more, hundred);
      assertThat(all("sort=price&maxPrice=10" + sized)).containsExactly(nine, ten, tenToo);
      assertThat(all("sort=-price&maxPrice=10" + sized)).containsExactly(tenToo, ten, nine);
      assertThat(all("sort=price&minPrice=11&maxPrice=99" + sized)).isEmpty();
    }
    assertRefused(
        category,
        "sort=price&minPrice=9",
        page("sort=price&minPrice=10&limit=1").json().get("next").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sort=price&minPrice=-1",
        "sort=price&minPrice=1e3",
        "sort=price&maxPrice=",
        "sort=price&maxPrice=1.0000001",
        "sort=price&maxPrice=1234567890123",
        "sort=price&minPrice=2&maxPrice=1",
        "sort=name&minPrice=2",
        "maxPrice=2",
        "subtree=yes"
      })
  void a_range_that_cannot_be_is_refused(String query) {
    assertThat(shop.get("/v1/categories/" + category + "/products?" + query).problem())
        .containsEntry("status", 400)
        .containsEntry("type", "urn:vitrine:problem:invalid-parameter");
  }
}
