package dev.vitrine.query.listing;

import dev.vitrine.contract.Limits;
import java.util.regex.Pattern;

/** What the range keys of the orders look like, see {@code SortKeys}. */
final class CursorShapes {
  private static final String ID = "\\." + Limits.ID.pattern();
  private static final int DIGITS = Limits.AMOUNT_INTEGER_DIGITS + Limits.AMOUNT_FRACTION_DIGITS;

  static final Pattern NAME = Pattern.compile("[0-9a-f]{0,400}" + ID);
  static final Pattern NEWEST =
      Pattern.compile("[0-9+-]{4,12}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z" + ID);

  /** A lone {@code ~} is the boundary between prices and the unpriced. */
  static final Pattern PRICE = Pattern.compile("~|(?:~|\\d{" + DIGITS + "})" + ID);

  private CursorShapes() {}
}
