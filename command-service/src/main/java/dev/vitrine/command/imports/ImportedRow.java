package dev.vitrine.command.imports;

/**
 * What a product's row said when it was imported last.
 *
 * @param hash of the document
 * @param published whether it was to be published
 */
@SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals by the one who asks
record ImportedRow(String productId, byte[] hash, boolean published, String document) {}
