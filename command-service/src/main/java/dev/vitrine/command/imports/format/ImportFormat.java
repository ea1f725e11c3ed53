package dev.vitrine.command.imports.format;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The formats of uploads, by the name they have in {@code ?format=}. */
public enum ImportFormat {
  JSONL("jsonl"),
  CSV("csv"),
  SHOPIFY_CSV("shopify-csv");

  private final String text;

  ImportFormat(String text) {
    this.text = text;
  }

  public static Optional<ImportFormat> parse(String text) {
    return Arrays.stream(values()).filter(f -> f.text.equals(text)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(f -> f.text).collect(Collectors.joining(", "));
  }

  public String text() {
    return text;
  }

  /** Whether prices of this format never say their currency. */
  public boolean needsCurrency() {
    return this == SHOPIFY_CSV;
  }

  /**
   * @param in the upload, inflated; not closed
   * @param currency of prices that do not say theirs
   */
  public RowReader read(InputStream in, @Nullable String currency) {
    return switch (this) {
      case JSONL -> new JsonLines(in);
      case CSV -> new SimpleCsv(new CsvRows(in), currency);
      case SHOPIFY_CSV -> {
        if (currency == null) {
          throw new IllegalArgumentException("shopify-csv needs a currency");
        }
        yield new ShopifyCsv(new CsvRows(in), currency);
      }
    };
  }
}
