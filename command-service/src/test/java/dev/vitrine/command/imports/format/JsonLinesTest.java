package dev.vitrine.command.imports.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  @Test
  void each_line_is_a_document_and_empty_lines_only_count() throws IOException {
    List<Row> rows = Rows.of(ImportFormat.JSONL, "{\"id\":\"a\"}\n\n  \r\n{\"id\":\"b\"}\r\n");

    assertThat(rows).hasSize(2);
    Rows.assertDocument(rows.get(0), 1, true, "{\"id\":\"a\"}");
    Rows.assertDocument(rows.get(1), 4, true, "{\"id\":\"b\"}");
  }

  @Test
  void the_last_line_needs_no_end_and_the_first_may_have_a_byte_order_mark() throws IOException {
    List<Row> rows = Rows.of(ImportFormat.JSONL, "\uFEFF{\"id\":\"a\"}\n{\"id\":\"b\"}");

    Rows.assertDocument(rows.get(0), 1, true, "{\"id\":\"a\"}");
    Rows.assertDocument(rows.get(1), 2, true, "{\"id\":\"b\"}");
  }

  @Test
  void an_empty_file_has_no_rows() throws IOException {
    assertThat(Rows.of(ImportFormat.JSONL, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":",
        "id;name",
        "{\"id\":\"a\"} {\"id\":\"b\"}",
        "{\"id\":\"a\"}}",
        "{\"id\":\"\u0001\"}",
        "{'id':'a'}"
      })
  void a_line_that_is_not_json_breaks_the_file(String line) throws IOException {
    List<Row> rows = Rows.of(ImportFormat.JSONL, "{}\n" + line + "\n{}\n");

    assertThat(rows.get(1))
        .isInstanceOfSatisfying(
            Row.Broken.class,
            broken -> {
              assertThat(broken.line()).isEqualTo(2);
              assertThat(broken.detail()).startsWith("not JSON: ").doesNotContain("\n");
            });
    Rows.assertDocument(rows.get(2), 3, true, "{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "[{}]", "\"a\"", "true"})
  void json_that_is_no_object_is_a_refused_row(String line) throws IOException {
    assertThat(Rows.of(ImportFormat.JSONL, line + "\n{}"))
        .first()
        .isEqualTo(
            new Row.Refused(1, null, "not-an-object", "the line is JSON, but not an object"));
  }

  @Test
  void a_member_that_is_there_twice_is_a_refused_row() throws IOException {
    assertThat(Rows.of(ImportFormat.JSONL, "{\"id\":\"a\",\"id\":\"b\"}\n{}").getFirst())
        .isInstanceOfSatisfying(
            Row.Refused.class, r -> assertThat(r.reason()).isEqualTo("duplicate-member"));
  }

  @Test
  void a_number_out_of_all_bounds_is_a_refused_row() throws IOException {
    assertThat(Rows.of(ImportFormat.JSONL, "{\"a\":1.5e99999999999}\n{}").getFirst())
        .isEqualTo(new Row.Refused(1, null, "too-complex", "a number is out of bounds"));
  }

  @Test
  void zero_bytes_break_the_file_however_long_the_line() throws IOException {
    for (int length : new int[] {1, 100, Lines.MAX_BYTES * 2}) {
      assertThat(Rows.of(ImportFormat.JSONL, null, new byte[length]))
          .containsExactly(new Row.Broken(1, "not text: it holds a zero byte"));
    }
  }

  @Test
  void rubbish_that_is_neither_text_nor_json_breaks_the_file() throws IOException {
    byte[] rubbish = {(byte) 0xff, (byte) 0xfe, 'x', '\n', '{', '}'};

    assertThat(Rows.of(ImportFormat.JSONL, null, rubbish).getFirst())
        .isInstanceOf(Row.Broken.class);
  }

  @Test
  void nesting_without_end_is_a_refused_row() throws IOException {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    List<Row> rows = Rows.of(ImportFormat.JSONL, deep + "\n{}");

    assertThat(rows.getFirst())
        .isInstanceOfSatisfying(
            Row.Refused.class, r -> assertThat(r.reason()).isEqualTo("too-complex"));
    assertThat(rows).hasSize(2);
  }

  @Test
  void a_line_of_ten_megabytes_is_a_refused_row_and_reading_goes_on() throws IOException {
    String longLine = "{\"name\":\"" + "x".repeat(10_000_000) + "\"}";

    List<Row> rows = Rows.of(ImportFormat.JSONL, "{}\n" + longLine + "\n{\"id\":\"a\"}");

    assertThat(rows.get(1))
        .isEqualTo(new Row.Refused(2, null, "too-long", "the line is longer than 1048576 B"));
    Rows.assertDocument(rows.get(2), 3, true, "{\"id\":\"a\"}");
  }

  @Test
  void a_line_of_just_the_bound_is_read() throws IOException {
    String line = "{\"name\":\"" + "x".repeat(Lines.MAX_BYTES - 11) + "\"}";

    assertThat(Rows.of(ImportFormat.JSONL, line + "\n" + line + "x\n"))
        .satisfiesExactly(
            row -> assertThat(row).isInstanceOf(Row.Document.class),
            row -> assertThat(row).isInstanceOf(Row.Refused.class));
  }

  @Test
  void a_line_that_is_not_utf_8_is_a_refused_row() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"name\":\"Caf".getBytes(UTF_8));
    bytes.write(0xE9);
    bytes.writeBytes("\"}\n{}".getBytes(UTF_8));

    List<Row> rows = Rows.of(ImportFormat.JSONL, null, bytes.toByteArray());

    assertThat(rows)
        .first()
        .isEqualTo(new Row.Refused(1, null, "not-utf-8", "the line is not UTF-8"));
    assertThat(rows).hasSize(2);
  }

  @Test
  void skipping_counts_rows_and_not_lines() throws IOException {
    String text = "{\"id\":\"a\"}\n\n5\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n";
    RowReader reader =
        ImportFormat.JSONL.read(new ByteArrayInputStream(text.getBytes(UTF_8)), null);

    reader.skip(3);

    Row next = Objects.requireNonNull(reader.next());
    Rows.assertDocument(next, 5, true, "{\"id\":\"c\"}");
  }
}
