package dev.vitrine.command.claims;

/**
 * A key that belongs to another product.
 *
 * @param owner id of that product
 */
public record ClaimConflict(ClaimKey key, String owner) {}
