package dev.vitrine.contract.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.GoldenFiles;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.product.Variant;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewContractTest {
  @Test
  void the_json_of_every_view_is_pinned() {
    GoldenFiles.pin(
        "view.product",
        new ProductView(
            "desk-lamp-01",
            "desk-lamp",
            Map.of("en", "Desk lamp"),
            Map.of(),
            null,
            List.of("lighting"),
            Map.of("watts", 9),
            List.of(new Medium("https://example.com/front.jpg", null)),
            List.of(
                new Variant(
                    "DL-01-BLK",
                    Map.of("Color", "Black"),
                    null,
                    List.of(new Price("USD", "29.90", null, null)))),
            Status.PUBLISHED,
            7,
            "2026-11-22T00:35:31.123456Z"));
    GoldenFiles.pin(
        "view.product.gone",
        new ProductView.Gone("desk-lamp-01", Status.RETIRED, 8, "2026-11-22T00:36:00Z"));
    GoldenFiles.pin("view.pointer", new PointerView("desk-lamp-01", 3));
    GoldenFiles.pin("view.pointer.gone", new PointerView(null, 4));
    GoldenFiles.pin(
        "view.listing",
        new ListingEntryView(
            "lighting",
            "desk-lamp-01",
            7,
            new ListingEntryView.Sort(
                SortKeys.name(new byte[] {0x2a, (byte) 0xff}, "desk-lamp-01"),
                SortKeys.newest(Instant.parse("2026-11-22T00:35:31Z"), "desk-lamp-01"),
                Map.of("USD", SortKeys.price(new BigDecimal("29.90"), "desk-lamp-01")))));
    GoldenFiles.pin("view.listing.gone", new ListingEntryView("lighting", "desk-lamp-01", 8, null));
    GoldenFiles.pin(
        "view.categories",
        new CategoryTreeView(
            List.of(
                new CategoryTreeView.Node(
                    "office",
                    Map.of("en", "Office"),
                    List.of(new CategoryTreeView.Node("lamps", Map.of("en", "Lamps"), List.of())))),
            1,
            "2026-11-22T00:35:31Z"));
  }

  static Stream<ViewKey> keys() {
    return Stream.of(
        new ViewKey.Product("desk-lamp-01"),
        new ViewKey.Sku("A:B/c"),
        new ViewKey.Slug("desk-lamp"),
        new ViewKey.Categories(),
        new ViewKey.Listing("lighting", "desk-lamp-01"),
        new ViewKey.Listing(ViewKey.Listing.ofBrand("A: B=C"), "desk-lamp-01"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_key_survives_its_text(ViewKey key) {
    assertThat(ViewKey.parse(key.text())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lumen", "A: B=C", "brand=", "desks"})
  void a_list_tells_whether_it_is_a_brands(String brand) {
    assertThat(ViewKey.Listing.brandOf(ViewKey.Listing.ofBrand(brand))).contains(brand);
    assertThat(ViewKey.Listing.brandOf("desks")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "product", "listing:a", "brand:x"})
  void other_text_is_no_key(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ViewKey.parse(text));
  }

  @Test
  void a_newer_format_wins_over_a_higher_sequence_and_generations_ignore_formats() {
    assertThat(new ViewVersion(2, 1).newerThan(new ViewVersion(1, 9))).isTrue();
    assertThat(new ViewVersion(1, 2).newerThan(new ViewVersion(1, 2))).isFalse();
    assertThat(ViewVersion.ofGeneration(4).newerThan(ViewVersion.ofGeneration(3))).isTrue();
    assertThat(new ViewVersion(1, 7).etag()).isEqualTo("\"7-1\"");
  }

  @Test
  void a_view_survives_redis() {
    var view =
        new StoredView(
            new ViewVersion(1, 42), true, "{\"a\":\"\n\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(StoredView.fromRedis(view.toRedis())).isEqualTo(view);
    assertThat(new String(view.toRedis(), StandardCharsets.UTF_8)).startsWith("1 42 gone\n{");
    assertThat(StoredView.inRedis(ByteBuffer.wrap(view.toRedis())).fill()).isFalse();
    assertThat(StoredView.fromRedis(view.toRedisAsFill())).isEqualTo(view);
    assertThat(StoredView.inRedis(ByteBuffer.wrap(view.toRedisAsFill())).fill()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2 live",
        "1 2 dead\n{}",
        "1 x live\n{}",
        "{}\n",
        "live\n{}",
        "1  live\n{}",
        " 1 live\n{}",
        "1 2 live full\n{}",
        "1 2 livefill\n{}"
      })
  void other_bytes_are_no_view(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoredView.fromRedis(value.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void the_order_of_price_keys_is_the_order_of_amounts_and_the_unpriced_come_last() {
    assertThat(
            List.of(
                SortKeys.price(new BigDecimal("0"), "z"),
                SortKeys.price(new BigDecimal("9.99"), "a"),
                SortKeys.price(new BigDecimal("9.990001"), "a"),
                SortKeys.price(new BigDecimal("10"), "a"),
                SortKeys.price(new BigDecimal("999999999999.999999"), "a"),
                SortKeys.unpriced("a")))
        .isSorted();
    assertThatThrownBy(() -> SortKeys.pricePrefix(new BigDecimal("-1")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> SortKeys.pricePrefix(new BigDecimal("1000000000000")))
        .isInstanceOf(ArithmeticException.class);
  }
}
