package dev.vitrine.standalone.audit;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.DynamoTables;
import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The views that must be there, worked out from the command side's own state and from what {@code
 * docs/architecture.md} says of views; none of the projection's code is used.
 */
final class ExpectedViews {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Collator ROOT = Collator.getInstance(ULocale.ROOT).freeze();

  private final List<String> currencies;

  /**
   * @param currencies that listings are sorted by
   */
  ExpectedViews(List<String> currencies) {
    this.currencies = currencies;
  }

  /**
   * @param state {@code {"product":{…},"firstPublishedAt":…}}
   */
  void ofProduct(JsonNode state, Consumer<View> to) {
    JsonNode product = state.path("product");
    String id = product.path("id").asString();
    ViewVersion version = ViewVersion.ofSequence(product.path("version").asLong());
    boolean published = product.path("status").asString("").equals("published");
    String key = new ViewKey.Product(id).text();
    to.accept(new View(key, version, !published, published ? product : gone(product)));
    if (published) {
      ObjectNode sort = sort(product, state.path("firstPublishedAt").asString());
      List<String> lists = new ArrayList<>();
      product.path("categories").forEach(category -> lists.add(category.asString()));
      if (product.path("brand").isString()) {
        lists.add(ViewKey.Listing.ofBrand(product.path("brand").asString()));
      }
      for (String list : lists) {
        to.accept(new View(new ViewKey.Listing(list, id).text(), version, false, sort));
      }
    }
  }

  /**
   * @param claim {@code {"kind","key","owner","generation"}}; without an owner the key is free
   */
  void ofClaim(JsonNode claim, Consumer<View> to) {
    String key = claim.path("key").asString();
    long generation = claim.path("generation").asLong();
    ViewKey pointer =
        claim.path("kind").asString().toLowerCase(Locale.ROOT).equals("sku")
            ? new ViewKey.Sku(key)
            : new ViewKey.Slug(key);
    boolean free = claim.path("owner").isMissingNode() || claim.path("owner").isNull();
    ObjectNode content = JSON.createObjectNode();
    if (!free) {
      content.set("product", claim.path("owner"));
    }
    content.put("generation", generation);
    to.accept(new View(pointer.text(), ViewVersion.ofGeneration(generation), free, content));
  }

  /**
   * @param tree the body of the tree's view; version −1 before the first category
   */
  void ofCategories(JsonNode tree, Consumer<View> to) {
    long version = tree.path("version").asLong(-1);
    if (version >= 0) {
      String key = new ViewKey.Categories().text();
      to.accept(new View(key, ViewVersion.ofSequence(version), false, tree));
    }
  }

  private static ObjectNode gone(JsonNode product) {
    ObjectNode gone = JSON.createObjectNode();
    for (String field : List.of("id", "status", "version", "updatedAt")) {
      gone.set(field, product.path(field));
    }
    return gone;
  }

  private ObjectNode sort(JsonNode product, String firstPublished) {
    String id = product.path("id").asString();
    ObjectNode sort = JSON.createObjectNode();
    sort.put(DynamoTables.NAME, SortKeys.name(collationKey(nameOf(product)), id));
    sort.put(DynamoTables.NEWEST, SortKeys.newest(Instant.parse(firstPublished), id));
    for (String currency : currencies) {
      sort.put(DynamoTables.price(currency), priceKey(product, currency, id));
    }
    return sort;
  }

  /** The name that lists are sorted by: in the default locale, else the first there is. */
  static String nameOf(JsonNode product) {
    JsonNode names = product.path("name");
    if (names.has(Limits.DEFAULT_LOCALE)) {
      return names.path(Limits.DEFAULT_LOCALE).asString();
    }
    return names.isEmpty() ? "" : names.iterator().next().asString();
  }

  static byte[] collationKey(String name) {
    return ROOT.getCollationKey(name).toByteArray();
  }

  private static String priceKey(JsonNode product, String currency, String id) {
    BigDecimal lowest = null;
    for (JsonNode variant : product.path("variants")) {
      for (JsonNode price : variant.path("prices")) {
        if (price.path("currency").asString().equals(currency)) {
          BigDecimal amount = new BigDecimal(price.path("amount").asString());
          lowest = lowest == null ? amount : lowest.min(amount);
        }
      }
    }
    return lowest == null ? SortKeys.unpriced(id) : SortKeys.price(lowest.stripTrailingZeros(), id);
  }
}
