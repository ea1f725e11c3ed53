package dev.vitrine.projections.product;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.SortKeys;
import dev.vitrine.projections.fold.ImpossibleEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The sort keys of a published product's listing entries. */
final class ListingSort {
  /**
   * CLDR's root collation (UTS #10 with CLDR's tailoring); frozen, so that threads may share it.
   */
  private static final Collator ROOT = Collator.getInstance(ULocale.ROOT).freeze();

  private ListingSort() {}

  static ListingEntryView.Sort of(ProductState state) {
    ProductDocument document = state.document();
    if (state.firstPublishedAt() == null) {
      throw new ImpossibleEvent("published without a first publication");
    }
    return new ListingEntryView.Sort(
        SortKeys.name(collationKey(document.name()), document.id()),
        SortKeys.newest(Instant.parse(state.firstPublishedAt()), document.id()),
        prices(document));
  }

  private static byte[] collationKey(Map<String, String> name) {
    String first = name.values().stream().findFirst().orElse("");
    return ROOT.getCollationKey(name.getOrDefault(Limits.DEFAULT_LOCALE, first)).toByteArray();
  }

  /** The lowest amount of each currency over all variants; a period of validity changes nothing. */
  private static Map<String, String> prices(ProductDocument document) {
    Map<String, BigDecimal> lowest = new TreeMap<>();
    for (Variant variant : document.variants()) {
      for (Price price : variant.prices()) {
        lowest.merge(price.currency(), amount(price), BigDecimal::min);
      }
    }
    Map<String, String> keys = new TreeMap<>();
    lowest.forEach((currency, amount) -> keys.put(currency, SortKeys.price(amount, document.id())));
    return keys;
  }

  /** Checks the size before anything computes with it: 1e999999999 is ten characters long. */
  private static BigDecimal amount(Price price) {
    BigDecimal amount;
    try {
      amount = new BigDecimal(price.amount()).stripTrailingZeros();
    } catch (NumberFormatException e) {
      throw new ImpossibleEvent("not an amount: " + price.amount());
    }
    if (amount.signum() < 0
        || amount.scale() > Limits.AMOUNT_FRACTION_DIGITS
        || (long) amount.precision() - amount.scale() > Limits.AMOUNT_INTEGER_DIGITS) {
      throw new ImpossibleEvent("not an amount: " + price.amount());
    }
    return amount;
  }
}
