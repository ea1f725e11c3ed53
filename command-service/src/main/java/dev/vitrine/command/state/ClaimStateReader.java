package dev.vitrine.command.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The claim table, freed keys included, in the order of its primary key. */
@Component
final class ClaimStateReader {
  /** Between kind and key in the place of a page; no kind contains it. */
  private static final char SEPARATOR = ':';

  private final JdbcTemplate jdbc;

  ClaimStateReader(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One line.
   *
   * @param owner null when the key is free
   */
  record Line(
      String kind,
      String key,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String owner,
      long generation) {}

  /**
   * @param after kind and key of the last line before the page, empty for the first page
   */
  Page read(String after) {
    int separator = after.indexOf(SEPARATOR);
    List<Line> found =
        jdbc.query(
            "SELECT kind, key, owner, generation FROM claim WHERE (kind, key) > (?, ?)"
                + " ORDER BY kind, key LIMIT ?",
            (row, _) ->
                new Line(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
            after.substring(0, Math.max(separator, 0)),
            after.substring(separator + 1),
            Page.LINES);
    Lines lines = new Lines();
    found.forEach(lines::add);
    if (found.size() < Page.LINES) {
      return lines.last();
    }
    Line last = found.getLast();
    return lines.upTo(last.kind() + SEPARATOR + last.key());
  }
}
