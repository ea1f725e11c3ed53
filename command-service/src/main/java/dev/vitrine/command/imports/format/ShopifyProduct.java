package dev.vitrine.command.imports.format;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The product document that a handle's records of a Shopify CSV make. */
final class ShopifyProduct {
  private static final String DEFAULT_OPTION = "Title";
  private static final String DEFAULT_VALUE = "Default Title";

  private final List<CsvRows.CsvRow> records;
  private final CsvRows.CsvRow first;
  private final String currency;

  /**
   * @param records not empty, of one handle
   */
  ShopifyProduct(List<CsvRows.CsvRow> records, String currency) {
    this.records = records;
    this.first = records.getFirst();
    this.currency = currency;
  }

  Row row() {
    ObjectNode product = JsonNodeFactory.instance.objectNode();
    product.put("slug", first.cell(ShopifyColumns.HANDLE));
    product.put("name", first.cell(ShopifyColumns.TITLE));
    put(product, "description", first.cell(ShopifyColumns.BODY));
    put(product, "brand", first.cell(ShopifyColumns.VENDOR));
    if (!first.cell(ShopifyColumns.TYPE).isBlank()) {
      product.putArray("categories").add(first.cell(ShopifyColumns.TYPE));
    }
    List<CsvRows.CsvRow> variantRecords = variantRecords();
    ObjectNode attributes = attributes(variantRecords);
    if (!attributes.isEmpty()) {
      product.set("attributes", attributes);
    }
    ArrayNode media = media();
    if (!media.isEmpty()) {
      product.set("media", media);
    }
    ArrayNode variants = product.putArray("variants");
    variantRecords.forEach(r -> variants.add(variant(r)));
    return new Row.Document(first.line(), product, publishable());
  }

  /** A later record is a variant when it says anything of one; else it only brings an image. */
  private List<CsvRows.CsvRow> variantRecords() {
    List<CsvRows.CsvRow> found = new ArrayList<>(List.of(first));
    for (CsvRows.CsvRow csv : records.subList(1, records.size())) {
      boolean isVariant =
          !csv.cell(ShopifyColumns.SKU).isEmpty() || !csv.cell(ShopifyColumns.PRICE).isEmpty();
      for (int n = 1; n <= ShopifyColumns.OPTIONS; n++) {
        isVariant |= !csv.cell(ShopifyColumns.optionValue(n)).isEmpty();
      }
      if (isVariant) {
        found.add(csv);
      }
    }
    return found;
  }

  private ObjectNode variant(CsvRows.CsvRow csv) {
    ObjectNode variant = JsonNodeFactory.instance.objectNode();
    put(variant, "sku", csv.cell(ShopifyColumns.SKU));
    put(variant, "barcode", csv.cell(ShopifyColumns.BARCODE));
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    for (int n = 1; n <= ShopifyColumns.OPTIONS; n++) {
      String name = first.cell(ShopifyColumns.optionName(n));
      String value = csv.cell(ShopifyColumns.optionValue(n));
      boolean isDefault = name.equals(DEFAULT_OPTION) && value.equals(DEFAULT_VALUE);
      if (!value.isEmpty() && !isDefault) {
        options.put(name.isEmpty() ? "Option" + n : name, value);
      }
    }
    if (!options.isEmpty()) {
      variant.set("options", options);
    }
    if (!csv.cell(ShopifyColumns.PRICE).isEmpty()) {
      variant
          .putArray("prices")
          .addObject()
          .put("currency", currency)
          .put("amount", csv.cell(ShopifyColumns.PRICE).strip());
    }
    return variant;
  }

  private ObjectNode attributes(List<CsvRows.CsvRow> variants) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    for (String tag : first.cell(ShopifyColumns.TAGS).split(",", -1)) {
      if (!tag.isBlank()) {
        tags.add(tag.strip());
      }
    }
    if (!tags.isEmpty()) {
      attributes.set("tags", tags);
    }
    for (Map.Entry<String, String> cell : first.cells().entrySet()) {
      if (ShopifyColumns.isAttribute(cell.getKey())) {
        set(attributes, cell.getKey(), cell.getValue());
      }
    }
    for (String column : ShopifyColumns.SHARED) {
      Set<String> values = new TreeSet<>();
      variants.forEach(v -> values.add(v.cell(column)));
      String value = values.iterator().next();
      if (values.size() == 1 && !value.isEmpty()) {
        set(attributes, column, value);
      }
    }
    return attributes;
  }

  private static void set(ObjectNode attributes, String name, String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> attributes.put(name, true);
      case "false" -> attributes.put(name, false);
      default -> attributes.put(name, value);
    }
  }

  /** By position where there is one, else as in the file; then pictures that only variants have. */
  private ArrayNode media() {
    record Image(BigDecimal position, String url, String alt) {}
    List<Image> images = new ArrayList<>();
    for (CsvRows.CsvRow csv : records) {
      if (!csv.cell(ShopifyColumns.IMAGE).isEmpty()) {
        images.add(
            new Image(
                position(csv.cell(ShopifyColumns.IMAGE_POSITION)),
                csv.cell(ShopifyColumns.IMAGE).strip(),
                csv.cell(ShopifyColumns.IMAGE_ALT)));
      }
    }
    images.sort(Comparator.comparing(Image::position));
    for (CsvRows.CsvRow csv : records) {
      String url = csv.cell(ShopifyColumns.VARIANT_IMAGE).strip();
      if (!url.isEmpty()) {
        images.add(new Image(BigDecimal.ZERO, url, ""));
      }
    }
    ArrayNode media = JsonNodeFactory.instance.arrayNode();
    Set<String> seen = new TreeSet<>();
    for (Image image : images) {
      if (seen.add(image.url())) {
        put(media.addObject().put("url", image.url()), "alt", image.alt());
      }
    }
    return media;
  }

  private static BigDecimal position(String text) {
    return text.strip().matches("[0-9]{1,9}(\\.0+)?")
        ? new BigDecimal(text.strip())
        : BigDecimal.valueOf(Long.MAX_VALUE);
  }

  private boolean publishable() {
    String status = first.cell(ShopifyColumns.STATUS).strip();
    String published = first.cell(ShopifyColumns.PUBLISHED).strip();
    return (status.isEmpty() || status.equalsIgnoreCase("active"))
        && (published.isEmpty() || published.equalsIgnoreCase("true"));
  }

  private static void put(ObjectNode node, String field, String text) {
    if (!text.isEmpty()) {
      node.put(field, text);
    }
  }
}
