package dev.vitrine.command.imports;

import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.product.ProductDraft;
import dev.vitrine.command.product.ProductState;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog holds, as far as some candidates touch it.
 *
 * @param imported by product id, those that were imported before
 * @param existing ids of products that exist and were never imported
 * @param owners of those keys that are taken
 * @param changed by product id, those whose row says something else than last time
 */
record Known(
    Map<String, Imported> imported,
    Set<String> existing,
    Map<ClaimKey, String> owners,
    Map<String, Changed> changed) {

  /**
   * The last row of a product.
   *
   * @param published whether it was to be published
   * @param ofThisFile whether it is an earlier row of the file at hand
   */
  @SuppressWarnings("ArrayRecordComponent") // compared below
  record Imported(byte[] hash, boolean published, boolean ofThisFile) {
    /** A request that does not ask to publish takes nothing back; a file that says draft does. */
    boolean publishedAfter(Candidate.Wanted next, boolean publish) {
      return next.publishable() && (publish || published);
    }

    boolean saysTheSame(Candidate.Wanted next, boolean publish) {
      return Arrays.equals(hash, next.hash()) && published == publishedAfter(next, publish);
    }
  }

  /**
   * A product to be compared.
   *
   * @param last what its last row said
   * @param now what it is
   * @param version sequence of its last event
   */
  record Changed(ProductDraft last, ProductState now, long version) {}
}
