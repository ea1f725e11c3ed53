package dev.vitrine.projections.product;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Variant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What admins wrote about a product; maps keep the order in which they were sent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProductDocument(
    String id,
    @Nullable String slug,
    Map<String, String> name,
    Map<String, String> description,
    @Nullable String brand,
    List<String> categories,
    @JsonInclude(content = JsonInclude.Include.ALWAYS) Map<String, @Nullable Object> attributes,
    List<Medium> media,
    List<Variant> variants) {

  static ProductDocument of(ProductCreated e) {
    return new ProductDocument(
        e.productId(),
        e.slug(),
        e.name(),
        e.description(),
        e.brand(),
        e.categories(),
        e.attributes(),
        e.media(),
        e.variants());
  }

  ProductDocument withSlug(@Nullable String to) {
    return new ProductDocument(
        id, to, name, description, brand, categories, attributes, media, variants);
  }

  ProductDocument withName(Map<String, String> to) {
    return new ProductDocument(
        id, slug, to, description, brand, categories, attributes, media, variants);
  }

  ProductDocument withDescription(Map<String, String> to) {
    return new ProductDocument(id, slug, name, to, brand, categories, attributes, media, variants);
  }

  ProductDocument withBrand(@Nullable String to) {
    return new ProductDocument(
        id, slug, name, description, to, categories, attributes, media, variants);
  }

  ProductDocument withCategories(List<String> to) {
    return new ProductDocument(id, slug, name, description, brand, to, attributes, media, variants);
  }

  ProductDocument withAttributes(Map<String, @Nullable Object> to) {
    return new ProductDocument(id, slug, name, description, brand, categories, to, media, variants);
  }

  ProductDocument withMedia(List<Medium> to) {
    return new ProductDocument(
        id, slug, name, description, brand, categories, attributes, to, variants);
  }

  ProductDocument withVariants(List<Variant> to) {
    return new ProductDocument(
        id, slug, name, description, brand, categories, attributes, media, to);
  }
}
