package dev.vitrine.command.product;

import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Variant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A product document that is well-formed. Whether its categories exist and its SKUs and slug are
 * free is not known yet.
 *
 * @param id null when none was sent
 * @param categories ids, or paths when read with {@link CategoryNames#PATHS}; without repeats
 */
public record ProductDraft(
    @Nullable String id,
    @Nullable String slug,
    Map<String, String> name,
    Map<String, String> description,
    @Nullable String brand,
    List<String> categories,
    Map<String, @Nullable Object> attributes,
    List<Medium> media,
    List<Variant> variants) {

  public ProductDraft withId(String newId) {
    return new ProductDraft(
        newId, slug, name, description, brand, categories, attributes, media, variants);
  }

  public ProductDraft withCategories(List<String> newCategories) {
    return new ProductDraft(
        id, slug, name, description, brand, newCategories, attributes, media, variants);
  }
}
