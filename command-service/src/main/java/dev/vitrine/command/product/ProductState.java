package dev.vitrine.command.product;

import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.contract.event.Claim;
import dev.vitrine.contract.event.ProductEvent;
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
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.contract.view.ProductView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a product is after some events. */
public record ProductState(
    String id,
    @Nullable String slug,
    Map<String, String> name,
    Map<String, String> description,
    @Nullable String brand,
    List<String> categories,
    Map<String, @Nullable Object> attributes,
    List<Medium> media,
    List<Variant> variants,
    Status status) {

  /**
   * The product after one more event.
   *
   * @param before null before the first event
   * @throws IllegalStateException when the event cannot follow
   */
  public static ProductState evolve(@Nullable ProductState before, ProductEvent event) {
    if (event instanceof ProductCreated e) {
      return created(e);
    }
    if (before == null) {
      throw new IllegalStateException("the first event of a product is not its creation: " + event);
    }
    return before.after(event);
  }

  private static ProductState created(ProductCreated e) {
    return new ProductState(
        e.productId(),
        e.slug(),
        e.name(),
        e.description(),
        e.brand(),
        e.categories(),
        e.attributes(),
        e.media(),
        e.variants(),
        Status.DRAFT);
  }

  private ProductState after(ProductEvent event) {
    return switch (event) {
      case ProductCreated e -> throw new IllegalStateException("created twice: " + e);
      case ProductRenamed e -> with(slug, e.name(), description, brand);
      case ProductDescribed e -> with(slug, name, e.description(), brand);
      case ProductBrandSet e -> with(slug, name, description, e.brand());
      case ProductSlugSet e -> with(e.slug(), name, description, brand);
      case ProductCategoriesSet e -> with(e.categories(), attributes, media);
      case ProductAttributesSet e -> with(categories, e.attributes(), media);
      case ProductMediaSet e -> with(categories, attributes, e.media());
      case VariantAdded e ->
          with(Stream.concat(variants.stream(), Stream.of(e.variant())).toList());
      case VariantChanged e -> replaced(e.ref(), e.variant());
      case VariantRemoved e ->
          with(variants.stream().filter(v -> !v.ref().equals(e.ref())).toList());
      case VariantPricesSet e -> replaced(e.ref(), variant(e.ref()).withPrices(e.prices()));
      case ProductPublished _ -> with(Status.PUBLISHED);
      case ProductUnpublished _ -> with(Status.UNPUBLISHED);
      case ProductRetired _ -> with(Status.RETIRED);
    };
  }

  private ProductState with(
      @Nullable String newSlug,
      Map<String, String> newName,
      Map<String, String> newDescription,
      @Nullable String newBrand) {
    return new ProductState(
        id,
        newSlug,
        newName,
        newDescription,
        newBrand,
        categories,
        attributes,
        media,
        variants,
        status);
  }

  private ProductState with(
      List<String> newCategories,
      Map<String, @Nullable Object> newAttributes,
      List<Medium> newMedia) {
    return new ProductState(
        id,
        slug,
        name,
        description,
        brand,
        newCategories,
        newAttributes,
        newMedia,
        variants,
        status);
  }

  private ProductState with(List<Variant> newVariants) {
    return new ProductState(
        id, slug, name, description, brand, categories, attributes, media, newVariants, status);
  }

  private ProductState with(Status newStatus) {
    return new ProductState(
        id, slug, name, description, brand, categories, attributes, media, variants, newStatus);
  }

  private ProductState replaced(VariantRef ref, Variant variant) {
    List<Variant> replaced = new ArrayList<>(variants);
    replaced.set(variants.indexOf(variant(ref)), variant);
    return with(List.copyOf(replaced));
  }

  private Variant variant(VariantRef ref) {
    Variant found = findVariant(ref);
    if (found == null) {
      throw new IllegalStateException("product " + id + " has no variant " + ref);
    }
    return found;
  }

  @Nullable Variant findVariant(VariantRef ref) {
    for (Variant variant : variants) {
      if (variant.ref().equals(ref)) {
        return variant;
      }
    }
    return null;
  }

  boolean retired() {
    return status == Status.RETIRED;
  }

  /** Claims on the slug and every SKU, without generations. */
  List<Claim> unstampedClaims() {
    Stream<ClaimKey> skus =
        variants.stream().flatMap(v -> Stream.ofNullable(v.sku())).map(ClaimKey::sku);
    Stream<ClaimKey> slugs = Stream.ofNullable(slug).map(ClaimKey::slug);
    return Stream.concat(skus, slugs).map(ClaimKey::unstamped).toList();
  }

  /**
   * The product as shoppers would read it if they could read all.
   *
   * @param version sequence of the last event
   * @param updatedAt time of the last event as it is stored
   */
  public ProductView view(long version, String updatedAt) {
    return new ProductView(
        id,
        slug,
        name,
        description,
        brand,
        categories,
        attributes,
        media,
        variants,
        status,
        version,
        updatedAt);
  }
}
