package dev.vitrine.query.listing;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param currencies that can be sorted by, the default first; the DynamoDB sink keeps an index for
 *     each
 * @param cursorKey signs cursors, the same at every replica; whoever knows it can begin a page
 *     anywhere in a listing, which is public anyhow
 */
@ConfigurationProperties("vitrine.listing")
record ListingSettings(
    @DefaultValue("USD") List<String> currencies, @DefaultValue("vitrine") String cursorKey) {
  ListingSettings {
    if (currencies.isEmpty() || !currencies.stream().allMatch(code -> code.matches("[A-Z]{3}"))) {
      throw new IllegalArgumentException(
          "vitrine.listing.currencies must name one or more ISO 4217 codes, for example USD,EUR,"
              + " not "
              + currencies);
    }
    currencies = List.copyOf(currencies);
  }
}
