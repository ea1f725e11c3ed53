package dev.vitrine.command.imports.format;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records of a CSV file with a header (RFC 4180, UTF-8 with or without a byte order mark), within
 * bounds of memory.
 */
final class CsvRows {
  private static final int MAX_CELL_CHARS = 1024 * 1024;
  private static final int MAX_CELLS = 2_000;
  private static final int MAX_RECORD_CHARS = 4 * 1024 * 1024;

  private static final Pattern STARTED_IN = Pattern.compile("started in line ([0-9]{1,18})");

  /** The file is no CSV at this line. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final long line;

    Malformed(long line, String message) {
      super(message);
      this.line = line;
    }

    Row.Broken row() {
      return new Row.Broken(line, String.valueOf(getMessage()));
    }
  }

  /**
   * @param cells column name to text; empty cells are left out
   */
  record CsvRow(long line, Map<String, String> cells) {
    String cell(String column) {
      return cells.getOrDefault(column, "");
    }
  }

  private final StrictQuotes quotes;
  private @Nullable CloseableIterator<CsvRecord> records;

  CsvRows(InputStream in) {
    // A decoder of its own: the Charset alone would replace what is not UTF-8 without a word.
    Reader decoded = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    quotes = new StrictQuotes(new WithoutMark(decoded));
  }

  /** The names of the columns, as they are. To be read first, once. */
  List<String> header() throws Malformed, IOException {
    records =
        CsvReader.builder()
            .skipEmptyLines(true)
            .allowMissingFields(true)
            .allowExtraFields(false)
            .build(
                CsvRecordHandler.builder()
                    .maxFieldSize(MAX_CELL_CHARS)
                    .maxFields(MAX_CELLS)
                    .maxRecordSize(MAX_RECORD_CHARS)
                    .build(),
                quotes)
            .iterator();
    CsvRecord header = nextRecord();
    if (header == null) {
      throw new Malformed(1, "the file has no header row");
    }
    List<String> names = header.getFields().stream().map(String::strip).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) != i && !names.get(i).isEmpty()) {
        throw new Malformed(1, "the column \"" + names.get(i) + "\" is there twice");
      }
    }
    return names;
  }

  /**
   * @param columns what the columns are called, one for each of the header; empty ones are left out
   */
  @Nullable CsvRow next(List<String> columns) throws Malformed, IOException {
    CsvRecord csv = nextRecord();
    if (csv == null) {
      return null;
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < csv.getFieldCount(); i++) {
      String cell = csv.getField(i);
      if (!cell.isEmpty() && !columns.get(i).isEmpty()) {
        cells.put(columns.get(i), cell);
      }
    }
    return new CsvRow(csv.getStartingLineNumber(), cells);
  }

  private @Nullable CsvRecord nextRecord() throws Malformed, IOException {
    if (records == null) {
      throw new IllegalStateException("the header was not read");
    }
    try {
      return records.hasNext() ? records.next() : null;
    } catch (CsvParseException | UncheckedIOException e) {
      throw malformed(e);
    }
  }

  /** What the file did wrong, or the failure to read it thrown on. */
  private Malformed malformed(Throwable failure) throws IOException {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      switch (e) {
        case StrictQuotes.BrokenQuote broken -> {
          return new Malformed(broken.line(), String.valueOf(broken.getMessage()));
        }
        case CharacterCodingException _ -> {
          return new Malformed(quotes.line(), "the text is not UTF-8 here or soon after");
        }
        case IOException io -> throw io;
        case CsvParseException parse when parse.getCause() == null -> {
          return new Malformed(startOf(failure), String.valueOf(parse.getMessage()));
        }
        case CsvParseException _, UncheckedIOException _ -> {
          // the parser's wrapping of whatever reading the upload threw
        }
        case RuntimeException refused -> throw refused;
        case Error error -> throw error;
        default -> throw new IOException(failure);
      }
    }
    throw new IOException(failure);
  }

  /** The parser tells the line in its message only; the quotes are read some buffers ahead. */
  private long startOf(Throwable failure) {
    Matcher line = STARTED_IN.matcher(String.valueOf(failure.getMessage()));
    return line.find() ? Long.parseLong(line.group(1)) : quotes.line();
  }

  /** Leaves out a byte order mark at the beginning. */
  private static final class WithoutMark extends FilterReader {
    private boolean begun;

    WithoutMark(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      if (!begun && length > 0) {
        begun = true;
        int first = in.read();
        if (first < 0) {
          return -1;
        }
        if (first != '\uFEFF') {
          target[offset] = (char) first;
          return 1;
        }
      }
      return in.read(target, offset, length);
    }
  }
}
