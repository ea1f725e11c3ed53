package dev.vitrine.command.claims;

/**
 * What one commit does to one key, summed up.
 *
 * @param owner id of the product that claims or releases
 * @param ownedBefore the product must own the key; when false the key must be free
 * @param ownedAfter the product owns the key afterwards; when false it is free
 * @param steps by how much the generation rises: one for every claim and every release in the
 *     commit
 */
public record ClaimChange(
    ClaimKey key, String owner, boolean ownedBefore, boolean ownedAfter, int steps) {}
