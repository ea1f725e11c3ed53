package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.Row;
import dev.vitrine.command.imports.format.RowReader;
import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether a file is of its format at all, see decision record 4. */
final class Structure {
  private static final int NAMED = 20;

  private Structure() {}

  /** One of the problem's {@code errors}. */
  record LineError(long line, String detail) {}

  /**
   * Reads all rows.
   *
   * @return how many there are
   * @throws ProblemException naming the lines that are not of the format
   */
  static long check(RowReader rows) throws IOException {
    long count = 0;
    long broken = 0;
    List<LineError> named = new ArrayList<>();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      count++;
      if (row instanceof Row.Broken(long line, String detail)) {
        broken++;
        if (named.size() < NAMED) {
          named.add(new LineError(line, detail));
        }
      }
    }
    if (broken > 0) {
      throw new ProblemException(
          Problem.of(ProblemType.BROKEN_FILE, sentence(named.getFirst(), broken))
              .withMember("errors", named));
    }
    return count;
  }

  private static String sentence(LineError first, long broken) {
    String more = broken == 1 ? "" : " So are " + (broken - 1) + " more lines.";
    return "Line "
        + first.line()
        + " is broken: "
        + first.detail()
        + "."
        + more
        + " Nothing was imported.";
  }
}
