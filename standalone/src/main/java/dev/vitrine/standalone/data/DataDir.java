package dev.vitrine.standalone.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that holds everything of one stack. It carries a marker file, so that nothing is
 * ever deleted in a directory that is not ours.
 */
public final class DataDir {
  static final String MARKER = "VITRINE_DATA";

  /** What a start leaves of what was there; keys, logs and caches always stay. */
  public enum Kept {
    ALL,
    /** PostgreSQL, of whose events all else is made again. */
    EVENTS,
    /** An empty catalog. */
    NOTHING
  }

  private static final List<String> MADE_OF_EVENTS =
      List.of("kafka", "connect", "dynamodb", "redis", "streams");
  private static final List<String> EVENTS = List.of("postgres", "spool", "sample-loaded");

  private final Path root;

  private DataDir(Path root) {
    this.root = root;
  }

  /** The directory as it is, perhaps not there yet; for commands that only look. */
  public static DataDir at(Path path) {
    return new DataDir(path.toAbsolutePath().normalize());
  }

  /**
   * The directory, made and marked when it was absent or empty.
   *
   * @throws StandaloneException when it holds something that is not ours
   */
  public static DataDir claim(Path path) {
    DataDir dir = at(path);
    try {
      Files.createDirectories(dir.root);
      if (!dir.isMarked()) {
        try (Stream<Path> content = Files.list(dir.root)) {
          if (content.findAny().isPresent()) {
            throw new StandaloneException(
                dir.root + " holds files of something else; give another --data");
          }
        }
        Files.writeString(
            dir.root.resolve(MARKER),
            "Data of a Vitrine stack. 'vitrine up --fresh' empties this directory.\n");
      }
      Files.createDirectories(dir.logs());
      Files.createDirectories(dir.cache());
      return dir;
    } catch (IOException e) {
      throw new StandaloneException("cannot use " + dir.root + " as a data directory: " + e, e);
    }
  }

  public boolean isMarked() {
    return Files.isRegularFile(root.resolve(MARKER));
  }

  /**
   * Deletes what the engines store, but for what is kept.
   *
   * @throws StandaloneException when the directory does not carry our marker
   */
  public void keep(Kept kept) {
    if (!isMarked()) {
      throw new StandaloneException(
          root + " carries no " + MARKER + " file, so nothing is deleted there");
    }
    try {
      if (kept != Kept.ALL) {
        delete(MADE_OF_EVENTS);
      }
      if (kept == Kept.NOTHING) {
        delete(EVENTS);
      }
    } catch (IOException e) {
      throw new StandaloneException("cannot empty " + root + ": " + e.getMessage(), e);
    }
  }

  private void delete(List<String> names) throws IOException {
    for (String name : names) {
      Folders.delete(root.resolve(name));
    }
  }

  public Path root() {
    return root;
  }

  public Path of(String name) {
    return root.resolve(name);
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path log(String name) {
    return logs().resolve(name + ".log");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  /** Class-data archives: made by the processes themselves, safe to delete. */
  public Path cache() {
    return root.resolve("cache");
  }

  /** There once the sample was loaded or left out, so that it comes on the first start only. */
  public Path sampleMark() {
    return root.resolve("sample-loaded");
  }

  Path stateFile() {
    return root.resolve("state.json");
  }

  Path lockFile() {
    return root.resolve("lock");
  }
}
