package dev.vitrine.command.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.command.document.Json;
import dev.vitrine.command.rejection.FieldError;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.product.Price;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductDocumentTest {
  @Test
  void text_is_kept_as_sent_and_amounts_and_numbers_keep_their_value() {
    ProductDraft draft =
        read(
            """
            {"name": " Lámpara\\n", "attributes": {"w": 1.250, "n": null, "i": 12345678901, "l": [1, [true]]},
             "variants": [{"prices": [{"currency": "EUR", "amount": "007.50"}]}]}
            """);
    assertThat(draft.name()).isEqualTo(Map.of("en", " Lámpara\n"));
    assertThat(draft.attributes())
        .containsEntry("w", new BigDecimal("1.250"))
        .containsEntry("n", null)
        .containsEntry("i", 12345678901L)
        .containsEntry("l", Arrays.asList(1, List.of(true)));
    assertThat(draft.variants().getFirst().prices())
        .containsExactly(new Price("EUR", "007.50", null, null));
  }

  @Test
  void everything_that_is_wrong_is_named_at_once() {
    assertThat(
            errors(
                """
                {"id": "a b", "name": {"en": " ", "no locale": "x"}, "colour": 1,
                 "media": [{"url": "ftp://x/y"}, {}],
                 "attributes": {"a/b~c": "\\u0000"},
                 "variants": [{"sku": 7}, {"prices": [{"currency": "usd", "amount": "1,5"}]}]}
                """))
        .extracting(FieldError::pointer)
        .containsExactlyInAnyOrder(
            "/id",
            "/name/en",
            "/name/no locale",
            "/colour",
            "/media/0/url",
            "/media/1/url",
            "/attributes/a~1b~0c",
            "/variants/0/sku",
            "/variants/1",
            "/variants/1/prices/0/currency",
            "/variants/1/prices/0/amount");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"variants":[{"prices":[{"currency":"EUR","amount":"-1"}]}]}            | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"EUR","amount":"1e3"}]}]}           | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"EUR","amount":"1234567890123"}]}]} | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"EUR","amount":"1.1234567"}]}]}     | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"EUR","amount":"١"}]}]}             | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"EUR","amount":9.5}]}]}             | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"EUR"}]}]}                          | /variants/0/prices/0/amount
          {"variants":[{"prices":[{"currency":"ZZZ","amount":"1"}]}]}             | /variants/0/prices/0/currency
          {"variants":[{"prices":[{"currency":"EUR","amount":"1","validFrom":"tomorrow"}]}]} | /variants/0/prices/0/validFrom
          {"variants":[{"options":{"Color":1}}]}                                  | /variants/0/options/Color
          {"variants":[{"options":{"C":"B"}},{"options":{"C":"B"}}]}              | /variants/1
          {"variants":{}}                                                         | /variants
          {"slug":""}                                                             | /slug
          {"brand":{}}                                                            | /brand
          {"categories":["a b"]}                                                  | /categories/0
          {"categories":[null]}                                                   | /categories/0
          {"attributes":[]}                                                       | /attributes
          {"attributes":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{}}}}}}}}}}       | /attributes/a/b/c/d/e/f/g/h
          {"attributes":{"n":1e309}}                                              | /attributes/n
          {"media":["https://example.com"]}                                       | /media/0
          {"media":[{"url":"/relative"}]}                                         | /media/0/url
          {"status":"published"}                                                  | /status
          """)
  void a_wrong_field_is_pointed_at(String fields, String pointer) {
    String document = "{\"name\":\"x\"," + fields.substring(1);
    assertThat(errors(document)).extracting(FieldError::pointer).contains(pointer);
  }

  @Test
  void eight_levels_of_attributes_are_allowed() {
    assertThat(
            read("{\"name\":\"x\",\"attributes\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":1}}}}}}}}")
                .attributes())
        .hasSize(1);
  }

  @Test
  void imports_name_categories_by_path() {
    ProductDraft draft =
        ProductDocument.read(
            Json.STRICT.readTree("{\"name\":\"x\",\"categories\":[\"A > B\",\"A > B\"]}"),
            CategoryNames.PATHS);
    assertThat(draft.categories()).containsExactly("A > B");
  }

  private static ProductDraft read(String json) {
    return ProductDocument.read(Json.STRICT.readTree(json), CategoryNames.IDS);
  }

  private static List<FieldError> errors(String json) {
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> read(json));
    assertThat(rejected.rejection()).isInstanceOf(Rejection.InvalidDocument.class);
    return ((Rejection.InvalidDocument) rejected.rejection()).errors();
  }
}
