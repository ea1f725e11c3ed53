package dev.vitrine.command.claims;

import dev.vitrine.contract.event.Claim;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.event.ProductEvent.ProductRetired;
import dev.vitrine.contract.event.ProductEvent.ProductSlugSet;
import dev.vitrine.contract.event.ProductEvent.VariantAdded;
import dev.vitrine.contract.event.ProductEvent.VariantChanged;
import dev.vitrine.contract.event.ProductEvent.VariantRemoved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Between deciding and appending: what the decided events need of the claim table, and the same
 * events with the generations that the table gave. Deciding stays pure because it writes generation
 * 0 and this puts the real ones in.
 */
public final class ClaimPlan {
  private ClaimPlan() {}

  /**
   * One change for each key, sorted.
   *
   * @param events of one product, in order
   */
  public static List<ClaimChange> of(List<? extends ProductEvent> events) {
    Map<ClaimKey, ClaimChange> changes = new TreeMap<>();
    for (ProductEvent event : events) {
      event.released().forEach(claim -> add(changes, claim, event.productId(), false));
      event.claimed().forEach(claim -> add(changes, claim, event.productId(), true));
    }
    return List.copyOf(changes.values());
  }

  private static void add(
      Map<ClaimKey, ClaimChange> changes, Claim claim, String owner, boolean owned) {
    ClaimKey key = ClaimKey.of(claim);
    changes.merge(
        key,
        new ClaimChange(key, owner, !owned, owned, 1),
        (first, next) ->
            new ClaimChange(
                key, owner, first.ownedBefore(), next.ownedAfter(), first.steps() + next.steps()));
  }

  /**
   * @param before from {@link ClaimOutcome.Granted}
   */
  public static List<ProductEvent> stamp(
      List<? extends ProductEvent> events, Map<ClaimKey, Long> before) {
    Map<ClaimKey, Long> generations = new HashMap<>(before);
    List<ProductEvent> stamped = new ArrayList<>(events.size());
    for (ProductEvent event : events) {
      List<Claim> released = stampAll(event.released(), generations);
      List<Claim> claimed = stampAll(event.claimed(), generations);
      stamped.add(with(event, claimed, released));
    }
    return List.copyOf(stamped);
  }

  private static List<Claim> stampAll(List<Claim> claims, Map<ClaimKey, Long> generations) {
    return claims.stream()
        .map(
            claim ->
                new Claim(
                    claim.kind(),
                    claim.key(),
                    generations.merge(ClaimKey.of(claim), 1L, Long::sum)))
        .toList();
  }

  private static ProductEvent with(ProductEvent event, List<Claim> claimed, List<Claim> released) {
    return switch (event) {
      case ProductCreated e ->
          new ProductCreated(
              e.productId(),
              e.slug(),
              e.name(),
              e.description(),
              e.brand(),
              e.categories(),
              e.attributes(),
              e.media(),
              e.variants(),
              claimed);
      case ProductSlugSet e -> new ProductSlugSet(e.productId(), e.slug(), claimed, released);
      case VariantAdded e -> new VariantAdded(e.productId(), e.variant(), claimed);
      case VariantChanged e ->
          new VariantChanged(e.productId(), e.ref(), e.variant(), claimed, released);
      case VariantRemoved e -> new VariantRemoved(e.productId(), e.ref(), released);
      case ProductRetired e -> new ProductRetired(e.productId(), released);
      case ProductEvent.ProductRenamed e -> e;
      case ProductEvent.ProductDescribed e -> e;
      case ProductEvent.ProductBrandSet e -> e;
      case ProductEvent.ProductCategoriesSet e -> e;
      case ProductEvent.ProductAttributesSet e -> e;
      case ProductEvent.ProductMediaSet e -> e;
      case ProductEvent.VariantPricesSet e -> e;
      case ProductEvent.ProductPublished e -> e;
      case ProductEvent.ProductUnpublished e -> e;
    };
  }
}
