package dev.vitrine.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the system holds, asked of the system itself. */
final class Catalog {
  private Catalog() {}

  /**
   * A product whose price can be changed: by its first SKU, in its first currency.
   *
   * @param others in JSON, those that stay as they are, each with a comma before it
   */
  record Priced(String id, String sku, String currency, String amount, String others) {
    String actions(String newAmount) {
      return """
      {"actions":[{"action":"set-prices","ref":{"sku":"%s"},"prices":[{"currency":"%s","amount":"%s"}%s]}]}
      """
          .formatted(sku, currency, newAmount, others);
    }
  }

  /**
   * Products by id, about as many of each filled category, those with a price first.
   *
   * @throws IllegalStateException when there is none
   */
  static Map<String, JsonNode> products(int atMost) {
    Map<String, JsonNode> products = new LinkedHashMap<>();
    List<String> categories = FilledCategories.find();
    int ofEach = atMost / categories.size() + 1;
    for (String category : categories) {
      int before = products.size();
      String cursor = "";
      while (cursor != null && products.size() - before < ofEach) {
        JsonNode page =
            Target.read("/v1/categories/" + category + "/products?sort=price&limit=100" + cursor);
        page.path("items").forEach(item -> products.put(item.path("id").asText(), item));
        cursor = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : null;
      }
    }
    return products;
  }

  /**
   * @throws IllegalStateException when there is none with a price
   */
  static List<Priced> priced(int atMost) {
    List<Priced> priced = new ArrayList<>();
    for (JsonNode product : products(atMost * 10).values()) {
      JsonNode variant = product.path("variants").path(0);
      JsonNode price = variant.path("prices").path(0);
      if (variant.path("sku").asText("").matches("[\\w.-]+")
          && !price.isMissingNode()
          && variant.path("prices").valueStream().noneMatch(Catalog::isLimited)
          && priced.size() < atMost) {
        priced.add(
            new Priced(
                product.path("id").asText(),
                variant.path("sku").asText(),
                price.path("currency").asText(),
                price.path("amount").asText(),
                variant
                    .path("prices")
                    .valueStream()
                    .skip(1)
                    .map(other -> "," + other)
                    .collect(Collectors.joining())));
      }
    }
    if (priced.isEmpty()) {
      throw new IllegalStateException("no product of " + Target.QUERY + " has a price");
    }
    return priced;
  }

  private static boolean isLimited(JsonNode price) {
    return price.has("validFrom") || price.has("validUntil");
  }
}
