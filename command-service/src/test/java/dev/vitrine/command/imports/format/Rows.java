package dev.vitrine.command.imports.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads small uploads in tests. */
final class Rows {
  private static final JsonMapper JSON = new JsonMapper();

  private Rows() {}

  static List<Row> of(ImportFormat format, String text) throws IOException {
    return of(format, "USD", text.getBytes(StandardCharsets.UTF_8));
  }

  static List<Row> of(ImportFormat format, @Nullable String currency, byte[] bytes)
      throws IOException {
    RowReader reader = format.read(new ByteArrayInputStream(bytes), currency);
    List<Row> rows = new ArrayList<>();
    for (Row row = reader.next(); row != null; row = reader.next()) {
      rows.add(row);
    }
    return rows;
  }

  /** Asserts that the row is a document equal to this JSON, in which quotes are written as ''. */
  static void assertDocument(Row row, long line, boolean publishable, String json) {
    assertThat(row).isEqualTo(new Row.Document(line, JSON.readTree(json).asObject(), publishable));
  }
}
