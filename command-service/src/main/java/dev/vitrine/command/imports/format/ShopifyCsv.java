package dev.vitrine.command.imports.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shopify's product CSV: one product is the run of records that carry its handle. A run whose first
 * record has no title is the stray rest of an earlier one and is refused, since taking it for the
 * whole product would take variants away. A run with a title is a row of its own, also when its
 * handle was there before.
 */
final class ShopifyCsv implements RowReader {
  /** Shopify itself allows 2,048 variants and 250 images. */
  private static final int MAX_RECORDS = 4_096;

  private final CsvRows rows;
  private final String currency;
  private @Nullable List<String> header;
  private CsvRows.@Nullable CsvRow ahead;
  private boolean broken;

  ShopifyCsv(CsvRows rows, String currency) {
    this.rows = rows;
    this.currency = currency;
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (broken) {
      return null;
    }
    try {
      List<String> columns = header == null ? header() : header;
      CsvRows.CsvRow first = ahead == null ? record(columns) : ahead;
      ahead = null;
      return first == null ? null : product(columns, first);
    } catch (CsvRows.Malformed e) {
      broken = true;
      return e.row();
    }
  }

  private List<String> header() throws CsvRows.Malformed, IOException {
    List<String> columns = rows.header().stream().map(ShopifyColumns::canonical).toList();
    for (String needed : List.of(ShopifyColumns.HANDLE, ShopifyColumns.TITLE)) {
      if (!columns.contains(needed)) {
        throw new CsvRows.Malformed(1, "the column \"" + needed + "\" is missing");
      }
    }
    header = columns;
    return columns;
  }

  /** The next record that holds anything. */
  private CsvRows.@Nullable CsvRow record(List<String> columns)
      throws CsvRows.Malformed, IOException {
    CsvRows.CsvRow next = rows.next(columns);
    while (next != null && next.cells().isEmpty()) {
      next = rows.next(columns);
    }
    return next;
  }

  private Row product(List<String> columns, CsvRows.CsvRow first)
      throws CsvRows.Malformed, IOException {
    String handle = first.cell(ShopifyColumns.HANDLE);
    List<CsvRows.CsvRow> records = new ArrayList<>(List.of(first));
    long size = size(first);
    boolean tooLong = false;
    CsvRows.CsvRow next = record(columns);
    while (next != null && next.cell(ShopifyColumns.HANDLE).equals(handle) && !handle.isEmpty()) {
      size += size(next);
      tooLong |= records.size() == MAX_RECORDS || size > Lines.MAX_BYTES;
      if (!tooLong) {
        records.add(next);
      }
      next = record(columns);
    }
    ahead = next;
    if (tooLong || size > Lines.MAX_BYTES) {
      return refused(first, "too-long", "the product's rows hold too much text, or are too many");
    }
    if (handle.isEmpty()) {
      return refused(first, "no-handle", "the row has no handle");
    }
    if (first.cell(ShopifyColumns.TITLE).isEmpty()) {
      return refused(
          first,
          "not-contiguous",
          "a product begins with its title; rows of \"" + handle + "\" must follow each other");
    }
    return new ShopifyProduct(records, currency).row();
  }

  private static long size(CsvRows.CsvRow csv) {
    return csv.cells().values().stream().mapToLong(String::length).sum();
  }

  private static Row refused(CsvRows.CsvRow at, String reason, String detail) {
    String sku = at.cell(ShopifyColumns.SKU);
    return new Row.Refused(at.line(), sku.isEmpty() ? null : sku, reason, detail);
  }
}
