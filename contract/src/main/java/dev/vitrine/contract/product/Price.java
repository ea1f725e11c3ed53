package dev.vitrine.contract.product;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A price of a variant.
 *
 * @param currency ISO 4217 code, three capital letters
 * @param amount decimal string as it was sent, at most 12 digits before and 6 after the point, not
 *     negative
 * @param validFrom ISO-8601 instant, returned as sent
 * @param validUntil ISO-8601 instant, returned as sent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Price(
    String currency, String amount, @Nullable String validFrom, @Nullable String validUntil) {}
