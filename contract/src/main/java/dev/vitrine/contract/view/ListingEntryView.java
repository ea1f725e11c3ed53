package dev.vitrine.contract.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of a listing entry's view. A gone entry has no {@code sort}.
 *
 * @param category whose list it is, or {@link ViewKey.Listing#ofBrand}
 * @param version sequence of the product's last event in it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListingEntryView(String category, String product, long version, @Nullable Sort sort) {
  /**
   * Keys made by {@link SortKeys}.
   *
   * @param price currency to key, of the lowest price of any variant; currencies without a price
   *     are absent
   */
  public record Sort(String name, String newest, Map<String, String> price) {}
}
