package dev.vitrine.projections.product;

import static dev.vitrine.projections.Samples.lamp;
import static dev.vitrine.projections.Samples.variant;
import static dev.vitrine.projections.product.ProductCommits.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.event.ProductEvent.ProductRenamed;
import dev.vitrine.contract.event.ProductEvent.VariantAdded;
import dev.vitrine.contract.event.ProductEvent.VariantRemoved;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.projections.fold.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListingSortTest {
  private final ProductCommits product = new ProductCommits();

  @Test
  void names_are_in_the_order_of_the_root_collation() {
    List<String> names = List.of("", "-", "2", "10", "apple", "Apple", "Äpfel", "Zebra", "Ωmega");
    List<String> byKey = names.stream().map(name -> nameKey(Map.of("en", name))).sorted().toList();
    // 10 before 2: the root collation does not read numbers.
    List<String> expected =
        Stream.of("", "-", "10", "2", "Äpfel", "apple", "Apple", "Zebra", "Ωmega")
            .map(name -> nameKey(Map.of("en", name)))
            .toList();
    assertThat(byKey).isEqualTo(expected).doesNotHaveDuplicates();
  }

  @Test
  void the_name_is_in_the_default_locale_or_else_the_first_there_is() {
    Map<String, String> both = new LinkedHashMap<>();
    both.put("es", "Lámpara");
    both.put("en", "Lamp");
    assertThat(nameKey(both)).isEqualTo(nameKey(Map.of("en", "Lamp")));
    Map<String, String> foreign = new LinkedHashMap<>();
    foreign.put("es", "Lámpara");
    foreign.put("de", "Lampe");
    assertThat(nameKey(foreign)).isEqualTo(nameKey(Map.of("en", "Lámpara")));
  }

  @Test
  void the_price_is_the_lowest_of_each_currency_over_all_variants() {
    assertThat(
            sort(product.commit(
                    lamp("lamp", "c"),
                    new VariantAdded("lamp", variant("b", "USD 9.5", "GBP 7"), List.of()),
                    new VariantAdded("lamp", variant("d", "USD 10", "EUR 30"), List.of()),
                    new ProductPublished("lamp")))
                .price())
        .isEqualTo(
            Map.of(
                "USD", "000000000009500000.lamp",
                "EUR", "000000000027500000.lamp",
                "GBP", "000000000007000000.lamp"));
  }

  @Test
  void a_product_without_a_price_has_no_price_key() {
    VariantRef black = new VariantRef("lamp-a", Map.of());
    assertThat(
            sort(product.commit(
                    lamp("lamp", "c"),
                    new VariantRemoved("lamp", black, List.of()),
                    new ProductPublished("lamp")))
                .price())
        .isEmpty();
  }

  private static String nameKey(Map<String, String> name) {
    return sort(new ProductCommits()
            .commit(
                lamp("lamp", "c"), new ProductRenamed("lamp", name), new ProductPublished("lamp")))
        .name();
  }

  private static ListingEntryView.Sort sort(List<View> views) {
    ListingEntryView entry = (ListingEntryView) only(views, "listing:c:lamp").body();
    return Objects.requireNonNull(entry.sort());
  }
}
