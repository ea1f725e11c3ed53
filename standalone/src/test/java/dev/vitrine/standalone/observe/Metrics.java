package dev.vitrine.standalone.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The names that a whole stack was seen to give out. */
final class Metrics {
  private Metrics() {}

  static List<String> scraped() throws IOException {
    return Files.readAllLines(Tools.FILES.resolve("metrics.txt"));
  }

  /**
   * What the rules of such a file use beside that: Istio's standard metrics, and those of
   * PostgreSQL's operator. Nobody has scraped them of a stack of ours.
   */
  static List<String> elsewhere(String rules) throws IOException {
    String names =
        switch (rules) {
          case "gateway.yaml" -> "mesh-metrics.txt";
          case "backup.yaml" -> "cloudnative-pg-metrics.txt";
          default -> throw new IllegalArgumentException(rules);
        };
    return Files.readAllLines(Tools.FILES.resolve(names));
  }
}
