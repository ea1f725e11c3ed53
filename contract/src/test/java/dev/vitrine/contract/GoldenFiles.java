package dev.vitrine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of everything that crosses a process, one file each. A changed file is a changed
 * contract: run with {@code -Dgolden.write} to write them anew, and read the difference before you
 * commit it.
 */
public final class GoldenFiles {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** A service's mapper differs from this one only in indentation. */
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private GoldenFiles() {}

  /** Asserts that the value is written as the file says and that the file is read as the value. */
  public static void pin(String name, Object value) {
    Path file = FOLDER.resolve(name + ".json");
    String written = JSON.writeValueAsString(value) + "\n";
    try {
      if (System.getProperty("golden.write") != null) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, written);
      }
      String golden = Files.readString(file);
      assertThat(written).as(name).isEqualTo(golden);
      assertThat(JSON.readValue(golden, value.getClass())).as(name).isEqualTo(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
