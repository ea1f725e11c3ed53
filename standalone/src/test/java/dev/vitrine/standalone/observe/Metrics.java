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

  /** Of Istio's standard metrics, what is used here; nobody has scraped them of a stack of ours. */
  static List<String> ofAMesh() throws IOException {
    return Files.readAllLines(Tools.FILES.resolve("mesh-metrics.txt"));
  }
}
