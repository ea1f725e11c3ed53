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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    String id = Shop.fresh("p");
    write(id, 1, name, dollars);
    Map<String, String> prices = new HashMap<>();
    prices.put(
        "USD",
        dollars == null ? SortKeys.unpriced(id) : SortKeys.price(new BigDecimal(dollars), id));
    stores.entry(
        new ListingEntryView(
            category,
            id,
            1,
            new ListingEntryView.Sort(
                SortKeys.name(ROOT.getCollationKey(name).toByteArray(), id),
                SortKeys.newest(START.plusSeconds(added++), id),
                prices)));
    return id;
  }

  private void write(String id, long version, String name, @Nullable String dollars) {
    ProductView sample = Samples.product(id, version, name, "SKU-" + id, null, category);
    List<Price> prices =
        dollars == null ? List.of() : List.of(new Price("USD", dollars, null, null));
    stores.product(
        new ProductView(
            id,
            null,
            sample.name(),
            sample.description(),
            null,
            sample.categories(),
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

  private List<String> all(String query, Runnable between) {
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
      between.run();
    }
  }

  private List<String> all(String query) {
    return all(query, () -> {});
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
              () -> {
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
}
