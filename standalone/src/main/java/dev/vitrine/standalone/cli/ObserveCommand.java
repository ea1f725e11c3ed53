package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.observe.ObserveCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "observe",
    mixinStandardHelpOptions = true,
    description = {
      "Tries every alert rule and every dashboard's query on a stack's Prometheus.",
      "The stack is up --observe. Exit code 0 when all have series."
    })
final class ObserveCommand implements Callable<Integer> {
  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = "Write the names of all metrics that were scraped.")
  private @Nullable Path names;

  @Override
  public Integer call() throws InterruptedException, IOException {
    StackState state = StackState.ready(data.dir());
    Consumer<String> says = System.out::println;
    try (var check = new ObserveCheck(state.ports().prometheusUrl(), says)) {
      int wrong = check.run(DataOption.root().resolve("observability/dashboards"));
      Path file = names;
      if (file != null) {
        check.writeNames(file);
      }
      return wrong == 0 ? 0 : 1;
    }
  }
}
