package dev.vitrine.command.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A row that was refused.
 *
 * @param line on which it begins, from 1
 * @param sku the SKU it is about, else the row's first
 * @param productId the row's id, sent or derived
 * @param reason a stable word, of {@link dev.vitrine.command.rejection.Rejection#type()} or of the
 *     format
 * @param detail a sentence
 * @param owner the product that stands in the way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RejectedRow(
    long line,
    @Nullable String sku,
    @JsonProperty("id") @Nullable String productId,
    String reason,
    String detail,
    @Nullable String owner) {
  private static final int DETAIL_CHARS = 2_000;
  private static final int KEY_CHARS = 512;

  /** Rows are refused for what they hold, too, and that must not keep the report from the table. */
  RejectedRow {
    sku = storable(sku, KEY_CHARS);
    productId = storable(productId, KEY_CHARS);
    String kept = storable(detail, DETAIL_CHARS);
    detail = kept == null ? "" : kept;
    owner = storable(owner, KEY_CHARS);
  }

  private static @Nullable String storable(@Nullable String text, int max) {
    if (text == null) {
      return null;
    }
    String cut = text.length() > max ? text.substring(0, max) : text;
    StringBuilder storable = new StringBuilder(cut.length());
    cut.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xFFFD
                    : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }
}
