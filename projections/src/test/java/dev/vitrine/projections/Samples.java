package dev.vitrine.projections;

import dev.vitrine.contract.event.Claim;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events and parts of them that tests speak of. */
public final class Samples {
  private Samples() {}

  /** A product with everything in it; SKU {@code <id>-a}, slug {@code <id>}. */
  public static ProductCreated lamp(String id, String... categories) {
    Map<String, String> name = new LinkedHashMap<>();
    name.put("es", "Lámpara de mesa");
    name.put("en", "Desk lamp");
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("watts", 9);
    attributes.put("discontinued", null);
    return new ProductCreated(
        id,
        id,
        name,
        Map.of("en", "Lights a desk."),
        "Lumen",
        List.of(categories),
        attributes,
        List.of(new Medium("https://example.com/front.jpg", "front")),
        List.of(variant(id + "-a", "USD 29.90", "EUR 27.50")),
        List.of(sku(id + "-a", 1), slug(id, 1)));
  }

  public static Variant variant(@Nullable String sku, String... prices) {
    return new Variant(
        sku, Map.of("Color", "Black"), null, Arrays.stream(prices).map(Samples::price).toList());
  }

  public static Price price(String currencyAndAmount) {
    int blank = currencyAndAmount.indexOf(' ');
    return new Price(
        currencyAndAmount.substring(0, blank), currencyAndAmount.substring(blank + 1), null, null);
  }

  public static Claim sku(String sku, long generation) {
    return new Claim(Claim.Kind.SKU, sku, generation);
  }

  public static Claim slug(String slug, long generation) {
    return new Claim(Claim.Kind.SLUG, slug, generation);
  }
}
