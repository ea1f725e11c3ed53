package dev.vitrine.query;

import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.view.ProductView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents as the projections write them. */
public final class Samples {
  public static final String TIME = "2026-11-22T00:35:31Z";

  private Samples() {}

  public static ProductView product(String id, long version) {
    return product(id, version, "Lamp", "SKU-" + id, "slug-" + id, "lamps");
  }

  public static ProductView product(
      String id, long version, String name, String sku, @Nullable String slug, String category) {
    return new ProductView(
        id,
        slug,
        Map.of("en", name),
        Map.of(),
        null,
        List.of(category),
        Map.of("watts", 9),
        List.of(),
        List.of(new Variant(sku, Map.of(), null, List.of(new Price("USD", "29.90", null, null)))),
        Status.PUBLISHED,
        version,
        TIME);
  }

  public static ProductView.Gone retired(String id, long version) {
    return new ProductView.Gone(id, Status.RETIRED, version, TIME);
  }
}
