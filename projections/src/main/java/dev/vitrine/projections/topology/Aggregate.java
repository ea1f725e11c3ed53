package dev.vitrine.projections.topology;

import dev.vitrine.projections.category.CategoryTree;
import dev.vitrine.projections.product.ProductState;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds under an aggregate's id: one letter for the kind, then JSON. A release that
 * changes a shape takes a new letter and reads the old one too.
 */
sealed interface Aggregate {
  record OfProduct(ProductState state) implements Aggregate {}

  record OfCategories(CategoryTree tree) implements Aggregate {}

  /** Set aside until it is repaired. */
  record Aside(String reason, String detail) implements Aggregate {}

  /**
   * @throws tools.jackson.core.JacksonException when the content is too deep to be written
   */
  default byte[] toBytes() {
    return switch (this) {
      case OfProduct(ProductState state) -> tagged('p', state);
      case OfCategories(CategoryTree tree) -> tagged('c', tree);
      case Aside aside -> tagged('a', aside);
    };
  }

  static @Nullable Aggregate ofBytes(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    return switch (bytes[0]) {
      case 'p' -> new OfProduct(read(bytes, ProductState.class));
      case 'c' -> new OfCategories(read(bytes, CategoryTree.class));
      case 'a' -> read(bytes, Aside.class);
      default ->
          throw new IllegalStateException(
              "the state was written by another release: "
                  + new String(bytes, 0, 1, StandardCharsets.US_ASCII));
    };
  }

  private static <T> T read(byte[] bytes, Class<T> type) {
    return Wire.JSON.readValue(bytes, 1, bytes.length - 1, type);
  }

  private static byte[] tagged(char kind, Record value) {
    byte[] json = Wire.JSON.writeValueAsBytes(value);
    byte[] bytes = new byte[json.length + 1];
    bytes[0] = (byte) kind;
    System.arraycopy(json, 0, bytes, 1, json.length);
    return bytes;
  }
}
