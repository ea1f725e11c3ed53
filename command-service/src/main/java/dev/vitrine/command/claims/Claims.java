package dev.vitrine.command.claims;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who owns which SKU and slug. Everything happens in the caller's transaction. */
public interface Claims {
  /**
   * Claims and releases, in the order of the keys, and keeps them locked to the end of the
   * transaction.
   *
   * @param changes at most one for each key, of one product or many
   * @throws org.springframework.dao.ConcurrencyFailureException when a product does not own any
   *     more what it owned when its events were read
   */
  ClaimOutcome take(List<ClaimChange> changes);

  /** The owners of those keys that are taken now, without a lock. Free keys are absent. */
  Map<ClaimKey, String> owners(Collection<ClaimKey> keys);
}
