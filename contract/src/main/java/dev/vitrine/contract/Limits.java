package dev.vitrine.contract;

import java.util.regex.Pattern;

/** Bounds that every process relies on. */
public final class Limits {
  /**
   * Ids of products and categories. Of dots alone a path would lead elsewhere (RFC 3986, 5.2.4).
   */
  public static final Pattern ID = Pattern.compile("(?!\\.+$)[A-Za-z0-9._-]{1,64}");

  /** Whether an id may hold it. */
  public static boolean isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  /** The locale of a text that was sent as a plain string, and the one lists are sorted by. */
  public static final String DEFAULT_LOCALE = "en";

  /** A product's view, in bytes of JSON. A DynamoDB item holds 400 KB. */
  public static final int PRODUCT_BYTES = 256 * 1024;

  /** The category tree's view, in bytes of JSON: one DynamoDB item, however badly it deflates. */
  public static final int CATEGORY_TREE_BYTES = 384 * 1024;

  /** SKU and slug, in UTF-8 bytes. With its kind it is a DynamoDB key (2,048 bytes). */
  public static final int CLAIM_BYTES = 512;

  /** A brand, in characters (UTF-16). As the name of a list it is a DynamoDB key, too. */
  public static final int BRAND = 500;

  public static final int AMOUNT_INTEGER_DIGITS = 12;
  public static final int AMOUNT_FRACTION_DIGITS = 6;

  /** Products that one batch read may ask for. */
  public static final int BATCH = 100;

  private Limits() {}
}
