package dev.vitrine.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie. */
final class Checkout {
  static final Path ROOT = Path.of(System.getProperty("vitrine.root", "..")).toAbsolutePath();
  static final Path HELM = ROOT.resolve("helm");
  static final Path CHART = HELM.resolve("vitrine");

  private Checkout() {}

  /** Every set of values that the gate renders, by the file's name. */
  static List<Path> values() {
    List<Path> files = new ArrayList<>(files(CHART.resolve("ci"), "-values.yaml"));
    files.add(CHART.resolve("values-dev.yaml"));
    files.add(CHART.resolve("values-prod.yaml"));
    return files;
  }

  /** Sorted, also from folders below. */
  static List<Path> files(Path folder, String end) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its links to files outside become those files. */
  static void copyChart(Path to) {
    try (Stream<Path> all = Files.walk(CHART, FileVisitOption.FOLLOW_LINKS)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(CHART.relativize(one).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
