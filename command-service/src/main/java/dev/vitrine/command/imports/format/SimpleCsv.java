package dev.vitrine.command.imports.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Vitrine's own CSV: one product of one variant a row. Columns, in any order and none of them
 * needed: {@code id, sku, name, description, brand, categories} (paths, separated by {@code |}),
 * {@code price, currency, barcode, slug, image}, {@code attr:<name>} (text) and {@code
 * option:<name>}. Any other column breaks the file, because leaving it out would lose it silently.
 */
final class SimpleCsv implements RowReader {
  private static final Set<String> COLUMNS =
      Set.of(
          "id",
          "sku",
          "name",
          "description",
          "brand",
          "categories",
          "price",
          "currency",
          "barcode",
          "slug",
          "image");
  private static final String ATTRIBUTE = "attr:";
  private static final String OPTION = "option:";

  private final CsvRows rows;
  private final @Nullable String currency;
  private @Nullable List<String> header;
  private boolean broken;

  SimpleCsv(CsvRows rows, @Nullable String currency) {
    this.rows = rows;
    this.currency = currency;
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (broken) {
      return null;
    }
    try {
      List<String> columns = header;
      if (columns == null) {
        columns = rows.header();
        check(columns);
        header = columns;
      }
      CsvRows.CsvRow csv = rows.next(columns);
      return csv == null ? null : row(csv);
    } catch (CsvRows.Malformed e) {
      broken = true;
      return e.row();
    }
  }

  private static void check(List<String> columns) throws CsvRows.Malformed {
    for (String column : columns) {
      if (!column.isEmpty()
          && !COLUMNS.contains(column)
          && !named(column, ATTRIBUTE)
          && !named(column, OPTION)) {
        throw new CsvRows.Malformed(
            1,
            "unknown column \""
                + column
                + "\"; columns are id, sku, name, description, brand, categories, price, currency,"
                + " barcode, slug, image, attr:<name>, option:<name>");
      }
    }
    if (!columns.contains("name")) {
      throw new CsvRows.Malformed(1, "the column \"name\" is missing");
    }
  }

  private static boolean named(String column, String prefix) {
    return column.startsWith(prefix) && column.length() > prefix.length();
  }

  private Row row(CsvRows.CsvRow csv) {
    ObjectNode product = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("id", "slug", "name", "description", "brand")) {
      put(product, field, csv.cell(field));
    }
    if (!csv.cell("categories").isBlank()) {
      ArrayNode categories = product.putArray("categories");
      for (String path : csv.cell("categories").split("\\|", -1)) {
        categories.add(path);
      }
    }
    ObjectNode attributes = named(csv, ATTRIBUTE);
    if (!attributes.isEmpty()) {
      product.set("attributes", attributes);
    }
    if (!csv.cell("image").isEmpty()) {
      product.putArray("media").addObject().put("url", csv.cell("image"));
    }
    ObjectNode variant = JsonNodeFactory.instance.objectNode();
    put(variant, "sku", csv.cell("sku"));
    put(variant, "barcode", csv.cell("barcode"));
    ObjectNode options = named(csv, OPTION);
    if (!options.isEmpty()) {
      variant.set("options", options);
    }
    if (!csv.cell("price").isEmpty()) {
      String in = csv.cell("currency").isEmpty() ? currency : csv.cell("currency");
      if (in == null) {
        String sku = csv.cell("sku");
        return new Row.Refused(
            csv.line(),
            sku.isEmpty() ? null : sku,
            "no-currency",
            "a price without a currency: fill the column or send ?currency=");
      }
      variant.putArray("prices").addObject().put("currency", in).put("amount", csv.cell("price"));
    }
    if (!variant.isEmpty()) {
      product.putArray("variants").add(variant);
    }
    return new Row.Document(csv.line(), product, true);
  }

  private static void put(ObjectNode node, String field, String text) {
    if (!text.isEmpty()) {
      node.put(field, text);
    }
  }

  private static ObjectNode named(CsvRows.CsvRow csv, String prefix) {
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> cell : csv.cells().entrySet()) {
      if (named(cell.getKey(), prefix)) {
        found.put(cell.getKey().substring(prefix.length()), cell.getValue());
      }
    }
    return found;
  }
}
