package dev.vitrine.command.claims;

import dev.vitrine.contract.event.Claim;
import java.util.Comparator;

/** A SKU or slug. The order is the one in which keys are locked, so that no two commits cross. */
public record ClaimKey(Claim.Kind kind, String key) implements Comparable<ClaimKey> {
  private static final Comparator<ClaimKey> ORDER =
      Comparator.comparing(ClaimKey::kind).thenComparing(ClaimKey::key);

  public static ClaimKey sku(String sku) {
    return new ClaimKey(Claim.Kind.SKU, sku);
  }

  public static ClaimKey slug(String slug) {
    return new ClaimKey(Claim.Kind.SLUG, slug);
  }

  /** The claim before the table has given it its generation: 0. */
  public Claim unstamped() {
    return new Claim(kind, key, 0);
  }

  static ClaimKey of(Claim claim) {
    return new ClaimKey(claim.kind(), claim.key());
  }

  @Override
  public int compareTo(ClaimKey other) {
    return ORDER.compare(this, other);
  }
}
