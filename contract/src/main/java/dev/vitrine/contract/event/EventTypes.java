package dev.vitrine.contract.event;

import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
import dev.vitrine.contract.event.ProductEvent.ProductAttributesSet;
import dev.vitrine.contract.event.ProductEvent.ProductBrandSet;
import dev.vitrine.contract.event.ProductEvent.ProductCategoriesSet;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.event.ProductEvent.ProductDescribed;
import dev.vitrine.contract.event.ProductEvent.ProductMediaSet;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.event.ProductEvent.ProductRenamed;
import dev.vitrine.contract.event.ProductEvent.ProductRetired;
import dev.vitrine.contract.event.ProductEvent.ProductSlugSet;
import dev.vitrine.contract.event.ProductEvent.ProductUnpublished;
import dev.vitrine.contract.event.ProductEvent.VariantAdded;
import dev.vitrine.contract.event.ProductEvent.VariantChanged;
import dev.vitrine.contract.event.ProductEvent.VariantPricesSet;
import dev.vitrine.contract.event.ProductEvent.VariantRemoved;
import java.util.Map;
import java.util.Optional;

/**
 * The stored names of events. A name is for ever: a changed shape gets a new name ({@code …v2}),
 * and the golden files of this module pin the JSON of each.
 */
public final class EventTypes {
  private static final Map<String, Class<? extends CatalogEvent>> CLASSES =
      Map.ofEntries(
          Map.entry("product.created.v1", ProductCreated.class),
          Map.entry("product.renamed.v1", ProductRenamed.class),
          Map.entry("product.described.v1", ProductDescribed.class),
          Map.entry("product.brand-set.v1", ProductBrandSet.class),
          Map.entry("product.slug-set.v1", ProductSlugSet.class),
          Map.entry("product.categories-set.v1", ProductCategoriesSet.class),
          Map.entry("product.attributes-set.v1", ProductAttributesSet.class),
          Map.entry("product.media-set.v1", ProductMediaSet.class),
          Map.entry("product.variant-added.v1", VariantAdded.class),
          Map.entry("product.variant-changed.v1", VariantChanged.class),
          Map.entry("product.variant-removed.v1", VariantRemoved.class),
          Map.entry("product.variant-prices-set.v1", VariantPricesSet.class),
          Map.entry("product.published.v1", ProductPublished.class),
          Map.entry("product.unpublished.v1", ProductUnpublished.class),
          Map.entry("product.retired.v1", ProductRetired.class),
          Map.entry("category.created.v1", CategoryCreated.class),
          Map.entry("category.renamed.v1", CategoryRenamed.class),
          Map.entry("category.moved.v1", CategoryMoved.class));

  private EventTypes() {}

  /** The class to read an event of this stored name into; empty for a name this release lacks. */
  public static Optional<Class<? extends CatalogEvent>> classOf(String storedName) {
    return Optional.ofNullable(CLASSES.get(storedName));
  }

  public static String nameOf(CatalogEvent event) {
    return switch (event) {
      case ProductCreated _ -> "product.created.v1";
      case ProductRenamed _ -> "product.renamed.v1";
      case ProductDescribed _ -> "product.described.v1";
      case ProductBrandSet _ -> "product.brand-set.v1";
      case ProductSlugSet _ -> "product.slug-set.v1";
      case ProductCategoriesSet _ -> "product.categories-set.v1";
      case ProductAttributesSet _ -> "product.attributes-set.v1";
      case ProductMediaSet _ -> "product.media-set.v1";
      case VariantAdded _ -> "product.variant-added.v1";
      case VariantChanged _ -> "product.variant-changed.v1";
      case VariantRemoved _ -> "product.variant-removed.v1";
      case VariantPricesSet _ -> "product.variant-prices-set.v1";
      case ProductPublished _ -> "product.published.v1";
      case ProductUnpublished _ -> "product.unpublished.v1";
      case ProductRetired _ -> "product.retired.v1";
      case CategoryCreated _ -> "category.created.v1";
      case CategoryRenamed _ -> "category.renamed.v1";
      case CategoryMoved _ -> "category.moved.v1";
    };
  }
}
