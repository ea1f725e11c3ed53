package dev.vitrine.contract.event;

/**
 * A change of who owns a SKU or slug. Every claim and every release raises the key's generation by
 * one in the transaction of its event, so that the history of one key is ordered over all products.
 *
 * @param generation 1 for the first claim of a key
 */
public record Claim(Kind kind, String key, long generation) {
  public enum Kind {
    SKU,
    SLUG
  }
}
