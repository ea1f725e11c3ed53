package dev.vitrine.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** The file in which a document is committed. */
public final class CommittedDocument {
  private CommittedDocument() {}

  /**
   * Asserts that the file holds what the code says. With {@code -Dopenapi.write} it is written.
   *
   * @param command that writes it, for whoever sees this fail
   */
  public static void pin(Path file, ApiDocument document, String command) {
    String written = yaml(document.written());
    try {
      if (System.getProperty("openapi.write") != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, written);
      }
      if (!Files.exists(file) || !Files.readString(file).equals(written)) {
        throw new AssertionError(
            file.getFileName()
                + " is not what the code says. Write it and read the difference: "
                + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String yaml(Map<String, Object> document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setDereferenceAliases(true);
    options.setWidth(110);
    return new Yaml(new Texts(options), options).dump(document);
  }

  /** Texts of several lines stay readable. */
  private static final class Texts extends Representer {
    Texts(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
      return super.representScalar(
          tag, value, value.contains("\n") ? DumperOptions.ScalarStyle.LITERAL : style);
    }
  }
}
