package dev.vitrine.command.imports.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopifyCsvTest {
  private static final String HEADER =
      "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2"
          + " Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Price,Variant"
          + " Barcode,Image Src,Image Position,Image Alt Text";

  @Test
  void variants_options_and_images_of_one_handle_are_one_product() throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.SHOPIFY_CSV,
            HEADER
                + "\r\n"
                + "mug,Mug,\"<p>For \"\"tea\"\"\r\n"
                + "or not</p>\",Hearth,Kitchen,\"clay, gift"
                + " ,\",true,Colour,Blue,Size,S,,,M-BS,9.50,111,https://example.com/2.jpg,2,back\r\n"
                + "mug,,,,,,,,Blue,,L,,,M-BL,10,,https://example.com/1.jpg,1,\r\n"
                + "mug,,,,,,,,,,,,,,,,https://example.com/3.jpg,,\r\n"
                + "jug,Jug,,,,,true,Title,Default Title,,,,,,20.00,,,,\r\n");

    assertThat(rows).hasSize(2);
    Rows.assertDocument(
        rows.get(0),
        2,
        true,
        """
        {"slug":"mug","name":"Mug","description":"<p>For \\"tea\\"\\r\\nor not</p>",
         "brand":"Hearth","categories":["Kitchen"],"attributes":{"tags":["clay","gift"]},
         "media":[{"url":"https://example.com/1.jpg"},
                  {"url":"https://example.com/2.jpg","alt":"back"},
                  {"url":"https://example.com/3.jpg"}],
         "variants":[{"sku":"M-BS","barcode":"111","options":{"Colour":"Blue","Size":"S"},
                      "prices":[{"currency":"USD","amount":"9.50"}]},
                     {"sku":"M-BL","options":{"Colour":"Blue","Size":"L"},
                      "prices":[{"currency":"USD","amount":"10"}]}]}
        """);
    Rows.assertDocument(
        rows.get(1),
        6,
        true,
        """
        {"slug":"jug","name":"Jug",
         "variants":[{"prices":[{"currency":"USD","amount":"20.00"}]}]}
        """);
  }

  @Test
  void a_byte_order_mark_and_line_feeds_are_fine() throws IOException {
    List<Row> rows = Rows.of(ImportFormat.SHOPIFY_CSV, "\uFEFFHandle,Title,Status\na,A,active\n");

    Rows.assertDocument(
        rows.getFirst(), 2, true, "{\"slug\":\"a\",\"name\":\"A\",\"variants\":[{}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "true, active, true",
    "TRUE, Active, true",
    "true, draft, false",
    "true, archived, false",
    "false, active, false",
    "true, '', true",
    "'', active, true",
    "'', '', true"
  })
  void status_and_published_say_whether_a_product_may_be_published(
      String published, String status, boolean publishable) throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.SHOPIFY_CSV,
            "Handle,Title,Published,Status\na,A," + published + "," + status + "\n");

    assertThat(rows.getFirst())
        .isInstanceOfSatisfying(
            Row.Document.class, d -> assertThat(d.publishable()).isEqualTo(publishable));
  }

  @Test
  void columns_it_does_not_model_become_attributes() throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.SHOPIFY_CSV,
            """
            Handle,Title,SEO Title,Google Shopping / MPN,Gift Card,My Metafield,Cost per item,Variant Inventory Qty
            a,A,Buy A,123,false,deep,1.00,7
            """);

    Rows.assertDocument(
        rows.getFirst(),
        2,
        true,
        """
        {"slug":"a","name":"A","attributes":{"SEO Title":"Buy A","Google Shopping / MPN":"123",
         "Gift Card":false,"My Metafield":"deep"},"variants":[{}]}
        """);
  }

  @Test
  void what_is_said_of_variants_becomes_an_attribute_only_where_all_agree() throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.SHOPIFY_CSV,
            """
            Handle,Title,Option1 Name,Option1 Value,Variant Grams,Variant Compare At Price
            a,A,Size,S,100,9.00
            a,,,L,100,
            """);

    assertThat(rows.getFirst())
        .isInstanceOfSatisfying(
            Row.Document.class,
            d ->
                assertThat(d.json().get("attributes").toString())
                    .isEqualTo("{\"Variant Grams\":\"100\"}"));
  }

  @Test
  void the_headers_of_the_newest_template_mean_the_same() throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.SHOPIFY_CSV,
            """
            Title,URL handle,Description,Vendor,Type,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Price,Product image URL,Image position,Image alt text,Variant image URL
            A,a,Text,V,T,true,Active,S-1,222,Size,S,5.00,https://example.com/a.jpg,1,front,https://example.com/b.jpg
            """);

    Rows.assertDocument(
        rows.getFirst(),
        2,
        true,
        """
        {"slug":"a","name":"A","description":"Text","brand":"V","categories":["T"],
         "media":[{"url":"https://example.com/a.jpg","alt":"front"},
                  {"url":"https://example.com/b.jpg"}],
         "variants":[{"sku":"S-1","barcode":"222","options":{"Size":"S"},
                      "prices":[{"currency":"USD","amount":"5.00"}]}]}
        """);
  }

  @Test
  void stray_rows_of_an_earlier_handle_are_refused_and_change_nothing() throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.SHOPIFY_CSV,
            """
            Handle,Title,Option1 Name,Option1 Value,Variant SKU
            a,A,Size,S,A-S
            b,B,,,
            a,,,L,A-L
            ,No handle,,,
            """);

    assertThat(rows)
        .satisfiesExactly(
            row -> assertThat(row).isInstanceOf(Row.Document.class),
            row -> assertThat(row).isInstanceOf(Row.Document.class),
            row ->
                assertThat(row)
                    .isEqualTo(
                        new Row.Refused(
                            4,
                            "A-L",
                            "not-contiguous",
                            "a product begins with its title; rows of \"a\" must follow each"
                                + " other")),
            row ->
                assertThat(row)
                    .isEqualTo(new Row.Refused(5, null, "no-handle", "the row has no handle")));
  }

  @Test
  void a_product_of_endless_rows_is_refused_in_bounded_memory() throws IOException {
    StringBuilder csv = new StringBuilder("Handle,Title,Option1 Value\na,A,0\n");
    for (int i = 1; i < 5_000; i++) {
      csv.append("a,,").append(i).append('\n');
    }
    csv.append("b,B,\n");

    List<Row> rows = Rows.of(ImportFormat.SHOPIFY_CSV, csv.toString());

    assertThat(rows)
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .isInstanceOfSatisfying(
                        Row.Refused.class, r -> assertThat(r.reason()).isEqualTo("too-long")),
            row -> assertThat(row).isInstanceOf(Row.Document.class));
  }

  @Test
  void a_broken_quote_breaks_the_file() throws IOException {
    assertThat(
            Rows.of(
                ImportFormat.SHOPIFY_CSV, "Handle,Title,Body (HTML)\na,A,\"<p>lost\nb,B,fine\n"))
        .last()
        .isEqualTo(new Row.Broken(2, "the quoted cell that begins here is never closed"));
  }

  @Test
  void a_file_without_handle_or_title_is_not_shopifys() throws IOException {
    assertThat(Rows.of(ImportFormat.SHOPIFY_CSV, "id,name\na,A\n"))
        .containsExactly(new Row.Broken(1, "the column \"Handle\" is missing"));
  }
}
