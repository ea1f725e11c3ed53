package dev.vitrine.standalone.imports;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The format of a file, by its name, and for a CSV by its first line. */
public final class ImportFormatName {
  private ImportFormatName() {}

  /**
   * @throws StandaloneException when it cannot be told
   */
  public static String guess(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
      return "jsonl";
    }
    if (name.endsWith(".csv")) {
      return firstLine(file).contains("Variant SKU") ? "shopify-csv" : "csv";
    }
    throw new StandaloneException("which format is " + file + "? Give --format");
  }

  private static String firstLine(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new StandaloneException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
