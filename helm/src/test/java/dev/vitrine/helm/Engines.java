package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Both engines, asked the same. */
final class Engines {
  private static final String RELEASE = "vitrine";

  private Engines() {}

  /** By helm-java (Helm 3). */
  static Documents render(List<Path> values) {
    var command = new Helm(Checkout.CHART).template().withName(RELEASE).withNamespace(RELEASE);
    values.forEach(command::withValuesFile);
    return Documents.parse(command.call());
  }

  static Documents render(Path... values) {
    return render(List.of(values));
  }

  /** What lint says, in strict mode; its own command takes no values, so the chart is given them. */
  static LintResult lint(Path values, Path scratch) {
    Path copy = scratch.resolve("vitrine");
    try (Stream<Path> files = Files.walk(Checkout.CHART, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Checkout.CHART.relativize(file).toString()));
      }
      Path defaults = copy.resolve("values.yaml");
      JsonNode merged = Documents.YAML.readTree(defaults.toFile());
      Documents.YAML.readerForUpdating(merged).readValue(values.toFile());
      Documents.YAML.writeValue(defaults.toFile(), merged);
      return new Helm(copy).lint().strict().call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Helm 4: {@code lint --strict} or {@code template}. */
  static Processes.Ended helm4(String verb, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(NodeTools.helm4().toString(), verb));
    if (verb.equals("template")) {
      command.add(RELEASE);
    }
    command.add(Checkout.CHART.toString());
    command.addAll(List.of("--namespace", RELEASE));
    command.addAll(arguments);
    return Processes.run(Checkout.HELM, "", command);
  }
}
