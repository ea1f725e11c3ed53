package dev.vitrine.command.imports.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleCsvTest {
  @Test
  void every_column_finds_its_place() throws IOException {
    List<Row> rows =
        Rows.of(
            ImportFormat.CSV,
            """
            sku,id,name,description,brand,categories,price,currency,barcode,slug,image,attr:material,option:Color
            K-1,kettle,Kettle,"Boils,
            quietly",Hearth,Kitchen > Tea | Gifts,39.50,EUR,4006381333931,kettle-one,https://example.com/k.jpg,steel,Red
            """);

    assertThat(rows).hasSize(1);
    Rows.assertDocument(
        rows.getFirst(),
        2,
        true,
        """
        {"id":"kettle","slug":"kettle-one","name":"Kettle","description":"Boils,\\nquietly",
         "brand":"Hearth","categories":["Kitchen > Tea "," Gifts"],"attributes":{"material":"steel"},
         "media":[{"url":"https://example.com/k.jpg"}],
         "variants":[{"sku":"K-1","barcode":"4006381333931","options":{"Color":"Red"},
                      "prices":[{"currency":"EUR","amount":"39.50"}]}]}
        """);
  }

  @Test
  void what_the_upload_fails_with_is_not_taken_for_a_fault_of_the_file() {
    RuntimeException away = new IllegalStateException("the database is away");
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw away;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            throw away;
          }
        };
    assertThatThrownBy(() -> ImportFormat.CSV.read(in, null).next()).isSameAs(away);
    assertThatThrownBy(() -> ImportFormat.SHOPIFY_CSV.read(in, "USD").next()).isSameAs(away);
  }

  @Test
  void empty_cells_and_missing_ones_at_the_end_say_nothing() throws IOException {
    List<Row> rows = Rows.of(ImportFormat.CSV, "id,name,brand,sku\na,A,,\nb,B\n");

    Rows.assertDocument(rows.get(0), 2, true, "{\"id\":\"a\",\"name\":\"A\"}");
    Rows.assertDocument(rows.get(1), 3, true, "{\"id\":\"b\",\"name\":\"B\"}");
  }

  @Test
  void a_price_takes_the_currency_of_the_request_when_it_says_none() throws IOException {
    List<Row> rows = Rows.of(ImportFormat.CSV, "name,price\nA,1.00\n");

    Rows.assertDocument(
        rows.getFirst(),
        2,
        true,
        """
        {"name":"A","variants":[{"prices":[{"currency":"USD","amount":"1.00"}]}]}
        """);
  }

  @Test
  void a_price_without_any_currency_is_refused_with_its_sku() throws IOException {
    byte[] csv = "name,price,sku\nA,1.00,S\n".getBytes(UTF_8);

    assertThat(Rows.of(ImportFormat.CSV, null, csv))
        .containsExactly(
            new Row.Refused(
                2,
                "S",
                "no-currency",
                "a price without a currency: fill the column or send ?currency="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "name,colour\\nA,red;          1; unknown column \"colour\"",
        "name,attr:\\nA,red;           1; unknown column \"attr:\"",
        "id,sku\\na,b;                 1; the column \"name\" is missing",
        "name,name\\na,b;              1; the column \"name\" is there twice",
        "name\\na\\nb,c\\n;            3; Record 3 has 2 fields, but first record had 1 fields",
        "name\\n\"a\\nb\\n;            2; the quoted cell that begins here is never closed",
        "name,id\\nx,y\\na,\"b\"c\\n;  3; text after the closing quote of a cell",
        "name,id\\na,b\"c\\n;          2; a quote inside a cell that is not quoted",
      })
  void what_is_not_such_a_file_breaks_it_and_ends_it(String csv, long line, String detail)
      throws IOException {
    List<Row> rows = Rows.of(ImportFormat.CSV, csv.replace("\\n", "\n"));

    assertThat(rows.getLast())
        .isInstanceOfSatisfying(
            Row.Broken.class,
            broken -> {
              assertThat(broken.line()).isEqualTo(line);
              assertThat(broken.detail()).startsWith(detail);
            });
  }

  @Test
  void an_empty_file_is_broken_because_it_has_no_header() throws IOException {
    assertThat(Rows.of(ImportFormat.CSV, ""))
        .containsExactly(new Row.Broken(1, "the file has no header row"));
  }

  @Test
  void a_file_in_another_encoding_is_broken() throws IOException {
    byte[] latin = "name\nCaf\u00e9\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(Rows.of(ImportFormat.CSV, null, latin).getLast())
        .isInstanceOfSatisfying(
            Row.Broken.class, broken -> assertThat(broken.detail()).contains("not UTF-8"));
  }

  @Test
  void a_cell_without_end_is_broken_within_bounded_memory() throws IOException {
    String csv = "name\n\"" + "x".repeat(3_000_000) + "\"\n";

    assertThat(Rows.of(ImportFormat.CSV, csv).getLast())
        .isInstanceOfSatisfying(
            Row.Broken.class, broken -> assertThat(broken.detail()).contains("max field size"));
  }
}
