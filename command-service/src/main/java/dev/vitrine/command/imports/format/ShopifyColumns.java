package dev.vitrine.command.imports.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The columns of Shopify's product CSV. Shops export several generations of headers; this knows the
 * long-lived names and what the newest template calls them.
 */
final class ShopifyColumns {
  static final String HANDLE = "Handle";
  static final String TITLE = "Title";
  static final String BODY = "Body (HTML)";
  static final String VENDOR = "Vendor";
  static final String TYPE = "Type";
  static final String TAGS = "Tags";
  static final String PUBLISHED = "Published";
  static final String STATUS = "Status";
  static final String SKU = "Variant SKU";
  static final String PRICE = "Variant Price";
  static final String BARCODE = "Variant Barcode";
  static final String IMAGE = "Image Src";
  static final String IMAGE_POSITION = "Image Position";
  static final String IMAGE_ALT = "Image Alt Text";
  static final String VARIANT_IMAGE = "Variant Image";

  /** Shopify knows three. */
  static final int OPTIONS = 3;

  /**
   * Facts of a variant that a Vitrine variant has no place for. They become an attribute of the
   * product where all its variants agree, and are left out where they do not.
   */
  static final List<String> SHARED =
      List.of(
          "Variant Compare At Price",
          "Variant Grams",
          "Variant Weight Unit",
          "Variant Requires Shipping",
          "Variant Taxable",
          "Variant Tax Code");

  /** Stock is not a catalog's business, and what an article cost is nobody's but the merchant's. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Variant Inventory Tracker",
          "Variant Inventory Qty",
          "Variant Inventory Policy",
          "Variant Fulfillment Service",
          "Cost per item");

  private static final Map<String, String> NEWER =
      Map.ofEntries(
          Map.entry("url handle", HANDLE),
          Map.entry("description", BODY),
          Map.entry("published on online store", PUBLISHED),
          Map.entry("sku", SKU),
          Map.entry("price", PRICE),
          Map.entry("barcode", BARCODE),
          Map.entry("product image url", IMAGE),
          Map.entry("variant image url", VARIANT_IMAGE),
          Map.entry("compare-at price", "Variant Compare At Price"),
          Map.entry("weight value (grams)", "Variant Grams"),
          Map.entry("weight unit for display", "Variant Weight Unit"),
          Map.entry("requires shipping", "Variant Requires Shipping"),
          Map.entry("charge tax", "Variant Taxable"),
          Map.entry("tax code", "Variant Tax Code"),
          Map.entry("inventory tracker", "Variant Inventory Tracker"),
          Map.entry("inventory quantity", "Variant Inventory Qty"),
          Map.entry("continue selling when out of stock", "Variant Inventory Policy"),
          Map.entry("fulfillment service", "Variant Fulfillment Service"));

  private static final List<String> MODELLED =
      List.of(
          HANDLE,
          TITLE,
          BODY,
          VENDOR,
          TYPE,
          TAGS,
          PUBLISHED,
          STATUS,
          SKU,
          PRICE,
          BARCODE,
          IMAGE,
          IMAGE_POSITION,
          IMAGE_ALT,
          VARIANT_IMAGE,
          optionName(1),
          optionName(2),
          optionName(3),
          optionValue(1),
          optionValue(2),
          optionValue(3));

  private ShopifyColumns() {}

  static String optionName(int n) {
    return "Option" + n + " Name";
  }

  static String optionValue(int n) {
    return "Option" + n + " Value";
  }

  /** What this class calls a column of a file; a column that it does not know keeps its name. */
  static String canonical(String column) {
    String lower = column.toLowerCase(Locale.ROOT);
    String newer = NEWER.get(lower);
    if (newer != null) {
      return newer;
    }
    for (String known : MODELLED) {
      if (known.toLowerCase(Locale.ROOT).equals(lower)) {
        return known;
      }
    }
    return column;
  }

  /** Whether a column of the product's first row is an attribute of it. */
  static boolean isAttribute(String canonical) {
    return !MODELLED.contains(canonical)
        && !SHARED.contains(canonical)
        && !LEFT_OUT.contains(canonical);
  }
}
