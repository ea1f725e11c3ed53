package dev.vitrine.contract.product;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a variant is known by within its product: its SKU, or without one its options. {@code
 * options} is empty when there is a SKU.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VariantRef(@Nullable String sku, Map<String, String> options) {
  public VariantRef {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  public static VariantRef of(@Nullable String sku, Map<String, String> options) {
    return new VariantRef(sku, sku == null ? options : Map.of());
  }
}
