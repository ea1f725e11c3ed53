package dev.vitrine.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build left what the engines run from: under the system property {@code vitrine.root}.
 */
final class Checkout {
  private Checkout() {}

  static Path root() {
    String root = System.getProperty("vitrine.root");
    if (root == null) {
      throw new EngineFailure("the system property vitrine.root (root of the checkout) is missing");
    }
    return Path.of(root).toAbsolutePath();
  }

  static Path engine(String module) {
    return root().resolve("standalone/engines").resolve(module).resolve("target");
  }

  /** The class path that the module's build wrote down. */
  static String classPath(String module) {
    Path file = engine(module).resolve("classpath");
    try {
      return Files.readString(file).strip();
    } catch (IOException missing) {
      throw new EngineFailure(
          file
              + " is missing: build with -am, or ./mvnw -pl standalone/engines -am process-classes",
          missing);
    }
  }
}
