package dev.vitrine.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExpectedViewsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void a_published_product_is_listed_by_its_lowest_price_and_unpriced_ones_come_last() {
    JsonNode sort = listing("\"published\"").content();
    assertThat(sort.path("price_USD").asString()).isEqualTo("000000000009900000.p");
    assertThat(sort.path("price_EUR").asString()).isEqualTo("~.p");
    assertThat(sort.path("newest").asString()).isEqualTo("2026-01-01T00:00:00.000000Z.p");
  }

  @Test
  void names_sort_by_collation_not_by_bytes() {
    assertThat(order("Ébano", "Fresno")).isNegative();
    assertThat(order("ebano", "Fresno")).isNegative();
  }

  private static int order(String one, String other) {
    return Arrays.compareUnsigned(
        ExpectedViews.collationKey(one), ExpectedViews.collationKey(other));
  }

  @Test
  void an_unpublished_product_is_gone_and_in_no_listing() {
    List<View> views = views("\"unpublished\"");
    assertThat(views).singleElement().matches(View::gone);
    assertThat(views.getFirst().content().propertyNames())
        .containsExactly("id", "status", "version", "updatedAt");
  }

  @Test
  void numbers_count_by_value_and_field_order_does_not_count() {
    assertThat(digest("{\"a\":1.50,\"b\":[1,2]}")).isEqualTo(digest("{\"b\":[1,2],\"a\":1.5}"));
    assertThat(digest("{\"a\":[1,2]}")).isNotEqualTo(digest("{\"a\":[2,1]}"));
    assertThat(digest("{\"a\":\"1\"}")).isNotEqualTo(digest("{\"a\":1}"));
    assertThat(digest("{\"a\":null}")).isNotEqualTo(digest("{}"));
  }

  private static Digest digest(String json) {
    return Digest.of(JSON.readTree(json));
  }

  private static View listing(String status) {
    return views(status).stream()
        .filter(v -> v.key().startsWith("listing:"))
        .findFirst()
        .orElseThrow();
  }

  private static List<View> views(String status) {
    List<View> views = new ArrayList<>();
    String product =
        """
        {"id":"p","name":{"en":"P"},"categories":["c"],"status":%s,"version":1,"updatedAt":"t",\
        "variants":[{"prices":[{"currency":"USD","amount":"29.90"},\
        {"currency":"USD","amount":"9.9"}]}]}\
        """
            .formatted(status);
    String state = "{\"product\":" + product + ",\"firstPublishedAt\":\"2026-01-01T00:00:00Z\"}";
    new ExpectedViews(List.of("USD", "EUR")).ofProduct(JSON.readTree(state), views::add);
    return views;
  }
}
