package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.imports.ImportClient;
import dev.vitrine.standalone.imports.ImportClient.Upload;
import dev.vitrine.standalone.imports.ImportFormatName;
import dev.vitrine.standalone.imports.ImportProgress;
import dev.vitrine.standalone.imports.ProgressLine;
import java.io.Console;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Imports a file of products and follows it to its end.",
      "The last line is accepted=n rejected=n; exit code 0 when every row was decided."
    })
final class ImportCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Mixin private final DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "JSONL (plain or gzip), CSV or Shopify CSV.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "jsonl, csv or shopify-csv; guessed when not given.")
  private @Nullable String format;

  @Option(names = "--publish", description = "Publish what is imported.")
  private boolean publish;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "Of prices that do not say theirs; USD for shopify-csv when not given.")
  private @Nullable String currency;

  @Override
  public Integer call() throws InterruptedException {
    if (Files.isDirectory(file)) {
      throw new StandaloneException(file + " is a directory");
    }
    if (!Files.isReadable(file)) {
      throw new StandaloneException("no such file: " + file);
    }
    StackState state = StackState.ready(data.dir());
    try (var client =
        new ImportClient(state.ports().commandUrl(), Admin.token(data.dir(), "import"))) {
      URI location = client.start(upload(), BodyPublishers.ofFile(file));
      System.out.println("import " + location);
      var line = new ProgressLine(System.out, isTerminal());
      ImportProgress end = client.follow(location, line);
      if (end.rejected() > 0) {
        showRejections(client.rejections(location, SHOWN), end.rejected(), location);
      }
      if (!end.isDone()) {
        System.out.println("failed: " + end.error());
      }
      System.out.println("accepted=%d rejected=%d".formatted(end.accepted(), end.rejected()));
      return end.isDone() ? 0 : 1;
    } catch (FileNotFoundException e) {
      throw new StandaloneException("no such file: " + file, e);
    }
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private Upload upload() {
    String given = format;
    String name = given == null ? ImportFormatName.guess(file) : given;
    String money = currency == null && name.equals("shopify-csv") ? "USD" : currency;
    return new Upload(name, publish, money);
  }

  private static void showRejections(List<String> first, long all, URI location) {
    System.out.println("rejected:");
    first.forEach(line -> System.out.println("  " + line));
    if (all > first.size()) {
      System.out.println(
          "  ... and " + (all - first.size()) + " more: GET " + location + "/rejections");
    }
  }
}
