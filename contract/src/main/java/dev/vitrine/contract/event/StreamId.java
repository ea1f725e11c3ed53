package dev.vitrine.contract.event;

import java.util.Optional;

/** Aggregate ids, which are also the keys of {@link dev.vitrine.contract.Topics#EVENTS}. */
public final class StreamId {
  public static final String CATEGORIES = "categories";
  private static final String PRODUCT = "product:";

  private StreamId() {}

  public static String ofProduct(String productId) {
    return PRODUCT + productId;
  }

  /** The product id, or empty when this is not a product's stream. */
  public static Optional<String> productId(String streamId) {
    return streamId.startsWith(PRODUCT)
        ? Optional.of(streamId.substring(PRODUCT.length()))
        : Optional.empty();
  }
}
