package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.StandaloneException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack: the data directory, {@code .vitrine} of the checkout unless it is given. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of the stack (default: .vitrine in the checkout).")
  private @Nullable Path path;

  /** The checkout that the start script belongs to. */
  static Path root() {
    String root = System.getProperty("vitrine.root");
    if (root == null) {
      throw new StandaloneException("start me by ./vitrine (the property vitrine.root is missing)");
    }
    return Path.of(root).toAbsolutePath();
  }

  Path path() {
    Path given = path;
    return given == null ? root().resolve(".vitrine") : given;
  }

  DataDir dir() {
    return DataDir.at(path());
  }
}
