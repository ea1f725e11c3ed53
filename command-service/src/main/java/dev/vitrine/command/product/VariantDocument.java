package dev.vitrine.command.product;

import dev.vitrine.command.document.FieldErrors;
import dev.vitrine.command.document.Fields;
import dev.vitrine.command.document.Lists;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads variants, their prices, and references to them. */
final class VariantDocument {
  private static final Pattern AMOUNT =
      Pattern.compile(
          "\\d{1,%d}(\\.\\d{1,%d})?"
              .formatted(Limits.AMOUNT_INTEGER_DIGITS, Limits.AMOUNT_FRACTION_DIGITS));

  private static final Set<String> CURRENCIES =
      Currency.availableCurrencies()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private VariantDocument() {}

  static Variant variant(JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    Variant variant =
        new Variant(
            fields.text("sku", ProductLimits.SKU),
            fields.read("options", VariantDocument::options, Map.of()),
            fields.text("barcode", ProductLimits.BARCODE),
            fields.read("prices", VariantDocument::prices, List.of()));
    fields.noOthers();
    return variant;
  }

  static Map<String, String> options(JsonNode node, String pointer, FieldErrors errors) {
    if (!node.isObject()) {
      errors.add(pointer, "must be an object of option to value");
      return Map.of();
    }
    if (node.size() > ProductLimits.OPTIONS_PER_VARIANT) {
      errors.add(pointer, "must have at most " + ProductLimits.OPTIONS_PER_VARIANT + " options");
      return Map.of();
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String where = FieldErrors.child(pointer, entry.getKey());
      ProductLimits.OPTION_NAME
          .wrongWith(entry.getKey())
          .ifPresent(wrong -> errors.add(where, "as a name " + wrong));
      String value = ProductLimits.OPTION_VALUE.read(entry.getValue(), where, errors);
      if (value != null) {
        options.put(entry.getKey(), value);
      }
    }
    return Collections.unmodifiableMap(options);
  }

  static List<Price> prices(JsonNode node, String pointer, FieldErrors errors) {
    return Lists.of(ProductLimits.PRICES_PER_VARIANT, VariantDocument::price)
        .read(node, pointer, errors);
  }

  private static @Nullable Price price(JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    String from = fields.read("validFrom", VariantDocument::instant, "");
    String until = fields.read("validUntil", VariantDocument::instant, "");
    Price price =
        new Price(
            fields.readRequired("currency", VariantDocument::currency, ""),
            fields.readRequired("amount", VariantDocument::amount, ""),
            from.isEmpty() ? null : from,
            until.isEmpty() ? null : until);
    fields.noOthers();
    if (!from.isEmpty()
        && !until.isEmpty()
        && !Instant.parse(from).isBefore(Instant.parse(until))) {
      errors.add(pointer, "must have a validFrom before its validUntil");
    }
    return price;
  }

  private static String currency(JsonNode node, String pointer, FieldErrors errors) {
    if (node.isString() && CURRENCIES.contains(node.stringValue())) {
      return node.stringValue();
    }
    errors.add(pointer, "must be an ISO 4217 currency code such as 'EUR'");
    return "";
  }

  private static String amount(JsonNode node, String pointer, FieldErrors errors) {
    if (!node.isString()) {
      errors.add(pointer, "must be a decimal string such as \"29.90\"");
      return "";
    }
    String amount = node.stringValue();
    if (AMOUNT.matcher(amount).matches()) {
      return amount;
    }
    errors.add(
        pointer,
        amount.startsWith("-")
            ? "must not be negative"
            : "must be a decimal string with at most %d digits before and %d after the point"
                .formatted(Limits.AMOUNT_INTEGER_DIGITS, Limits.AMOUNT_FRACTION_DIGITS));
    return "";
  }

  /** An instant as it was sent; empty and a noted error when it is none. */
  private static String instant(JsonNode node, String pointer, FieldErrors errors) {
    if (node.isString() && node.stringValue().length() <= 64) {
      try {
        Instant.parse(node.stringValue());
        return node.stringValue();
      } catch (DateTimeException e) {
        errors.add(pointer, "must be an ISO 8601 instant such as '2026-12-01T00:00:00Z'");
        return "";
      }
    }
    errors.add(pointer, "must be a string, an ISO 8601 instant");
    return "";
  }

  /** {@code {"sku": "…"}}, or {@code {"options": {…}}} for a variant without SKU. */
  static VariantRef ref(JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    String sku = fields.text("sku", ProductLimits.SKU);
    Map<String, String> options = fields.read("options", VariantDocument::options, Map.of());
    fields.noOthers();
    if (node.isObject() && fields.has("sku") == fields.has("options")) {
      errors.add(pointer, "must have either a sku or, for a variant without SKU, options");
    }
    return VariantRef.of(sku, options);
  }
}
