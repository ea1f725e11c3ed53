package dev.vitrine.contract.view;

import dev.vitrine.contract.Limits;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Range keys of listings: text whose order by UTF-8 bytes is the order of the listing. Each ends
 * with {@code .<product id>}, which makes it unique, so that a cursor is just the last key seen.
 */
public final class SortKeys {
  /** Begins the price key of an entry that has no price in the currency: after every price. */
  public static final String UNPRICED = "~";

  /** Collation keys are cut here; names that agree so far are in the order of their ids. */
  public static final int NAME_BYTES = 200;

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private SortKeys() {}

  /**
   * @param collationKey of the name in the default locale under CLDR's root collation
   */
  public static String name(byte[] collationKey, String productId) {
    int length = Math.min(collationKey.length, NAME_BYTES);
    return HexFormat.of().formatHex(collationKey, 0, length) + "." + productId;
  }

  /**
   * @param firstPublished when the product was published for the first time
   */
  public static String newest(Instant firstPublished, String productId) {
    return MICROS.format(firstPublished) + "." + productId;
  }

  public static String price(BigDecimal amount, String productId) {
    return pricePrefix(amount) + "." + productId;
  }

  public static String unpriced(String productId) {
    return UNPRICED + "." + productId;
  }

  /**
   * The fixed-width part of a price key: millionths, padded with zeros.
   *
   * @throws ArithmeticException when the amount has more digits than {@link Limits} allows
   */
  public static String pricePrefix(BigDecimal amount) {
    String digits = amount.setScale(Limits.AMOUNT_FRACTION_DIGITS).unscaledValue().toString();
    int width = Limits.AMOUNT_INTEGER_DIGITS + Limits.AMOUNT_FRACTION_DIGITS;
    if (amount.signum() < 0 || digits.length() > width) {
      throw new ArithmeticException("not an amount: " + amount);
    }
    return "0".repeat(width - digits.length()) + digits;
  }
}
