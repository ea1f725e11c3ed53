package dev.vitrine.command.imports;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes what a chunk leaves behind beside its events. */
@Component
final class ImportedRows {
  private final JdbcTemplate jdbc;

  ImportedRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What these products' rows said, for the next time. */
  void remember(String importId, List<ImportedRow> rows) {
    jdbc.batchUpdate(
        """
        INSERT INTO imported_product (product_id, content_hash, published, document, import_id)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (product_id) DO UPDATE SET content_hash = excluded.content_hash,
          published = excluded.published, document = excluded.document,
          import_id = excluded.import_id
        """,
        rows,
        Math.max(1, rows.size()),
        (statement, row) -> {
          statement.setString(1, row.productId());
          statement.setBytes(2, row.hash());
          statement.setBoolean(3, row.published());
          statement.setString(4, row.document());
          statement.setString(5, importId);
        });
  }

  /** These products' rows were in the file, and said nothing new. */
  void sawAgain(String importId, List<String> productIds) {
    if (!productIds.isEmpty()) {
      jdbc.update(
          "UPDATE imported_product SET import_id = ? WHERE product_id = ANY(?)",
          importId,
          productIds.toArray(String[]::new));
    }
  }

  void report(String importId, List<RejectedRow> rows) {
    jdbc.batchUpdate(
        """
        INSERT INTO import_rejection (import_id, line, sku, product_id, reason, detail, owner)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        rows,
        Math.max(1, rows.size()),
        (statement, row) -> {
          statement.setString(1, importId);
          statement.setLong(2, row.line());
          statement.setString(3, row.sku());
          statement.setString(4, row.productId());
          statement.setString(5, row.reason());
          statement.setString(6, row.detail());
          statement.setString(7, row.owner());
        });
  }
}
