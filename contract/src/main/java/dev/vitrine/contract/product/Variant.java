package dev.vitrine.contract.product;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One buyable form of a product. {@code options} keep the order in which they were sent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Variant(
    @Nullable String sku,
    Map<String, String> options,
    @Nullable String barcode,
    List<Price> prices) {
  public Variant {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    prices = List.copyOf(prices);
  }

  @JsonIgnore
  public VariantRef ref() {
    return VariantRef.of(sku, options);
  }

  public Variant withPrices(List<Price> newPrices) {
    return new Variant(sku, options, barcode, newPrices);
  }
}
