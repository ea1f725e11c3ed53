package dev.vitrine.contract.view;

/**
 * Tables and attributes in DynamoDB. Both tables guard every put by (format, sequence).
 *
 * <ul>
 *   <li>{@link #VIEWS}: products, pointers and the category tree; partition key {@link #KEY}.
 *   <li>{@link #LISTINGS}: listing entries; partition key {@link #CATEGORY}, sort key {@link
 *       #PRODUCT}. One global secondary index per order, partition key {@link #CATEGORY}, range key
 *       the attribute that {@link SortKeys} made. A gone entry has no sort attributes and so is in
 *       no index.
 * </ul>
 */
public final class DynamoTables {
  public static final String VIEWS = "vitrine-views";
  public static final String LISTINGS = "vitrine-listings";

  /** S: {@link ViewKey#text()}. */
  public static final String KEY = "key";

  /** N: {@link ViewVersion#format()}. */
  public static final String FORMAT = "format";

  /** N: {@link ViewVersion#sequence()}. */
  public static final String SEQUENCE = "sequence";

  /** BOOL. */
  public static final String GONE = "gone";

  /** B: the body, as it is or, when {@link #GZIP} is true, compressed. */
  public static final String BODY = "body";

  /** BOOL, absent for false. Bodies of more than {@link #GZIP_FROM} bytes are compressed. */
  public static final String GZIP = "gzip";

  public static final int GZIP_FROM = 64 * 1024;

  /** S: id of the direct category, or {@link ViewKey.Listing#ofBrand}. */
  public static final String CATEGORY = "category";

  /** S: product id. */
  public static final String PRODUCT = "product";

  /** S: range key of {@link #BY_NAME}. */
  public static final String NAME = "name";

  /** S: range key of {@link #BY_NEWEST}. */
  public static final String NEWEST = "newest";

  public static final String BY_NAME = "by-name";
  public static final String BY_NEWEST = "by-newest";

  private DynamoTables() {}

  /** S: range key of {@link #byPrice}; every live entry has it for each currency that is listed. */
  public static String price(String currency) {
    return "price_" + currency;
  }

  public static String byPrice(String currency) {
    return "by-price-" + currency;
  }
}
