package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.observe.PrometheusProgram;
import dev.vitrine.standalone.stack.Say;
import dev.vitrine.standalone.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts everything, waits until it is ready, and keeps it alive until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  @Mixin private final DataOption data = new DataOption();

  @Option(names = "--detach", description = "Return once ready; ./vitrine down stops it.")
  private boolean detach;

  @ArgGroup private Deleting deleting = new Deleting();

  private static final class Deleting {
    @Option(
        names = "--fresh",
        description = "Start from an empty catalog: deletes the one there is.")
    private boolean fresh;

    @Option(
        names = "--rebuild",
        description = "Keep the events only, and make all else again from them: Kafka, views.")
    private boolean rebuild;
  }

  @Option(names = "--no-sample", description = "Leave the sample catalog out.")
  private boolean noSample;

  @Option(
      names = "--observe",
      description = "Start Debian's Prometheus too: scrapes every part, evaluates all rules.")
  private boolean observe;

  @Option(names = "--port-offset", paramLabel = "N", description = "Added to every default port.")
  private int portOffset;

  @Override
  public Integer call() throws InterruptedException {
    Ports ports = Ports.withOffset(portOffset);
    if (detach) {
      return Detached.start(data.path(), arguments());
    }
    DataDir dir = DataDir.claim(data.path());
    Say says = new Say(System.out, dir.log(Detached.LOG));
    Stack stack;
    try {
      Path root = DataOption.root();
      Path prometheus = observe ? PrometheusProgram.find(root, "prometheus") : null;
      stack = Stack.prepare(root, data.path(), ports, Map.of(), kept(), true, prometheus, says);
    } catch (StandaloneException e) {
      says.accept(Detached.FAILED + e.getMessage());
      return 1;
    }
    // Ctrl-C and ./vitrine down end the JVM; this is what they wait for.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, says), "stop"));
    try {
      new FirstUse(stack, says).readyAfter(!noSample);
    } catch (StandaloneException e) {
      says.accept(Detached.FAILED + e.getMessage());
      stack.close();
      return 1;
    }
    stack.awaitClosed();
    return 0;
  }

  private DataDir.Kept kept() {
    if (deleting.fresh) {
      return DataDir.Kept.NOTHING;
    }
    return deleting.rebuild ? DataDir.Kept.EVENTS : DataDir.Kept.ALL;
  }

  private static void stop(Stack stack, Say says) {
    says.accept("stopping");
    stack.close();
    says.accept("stopped");
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("up", "--data", data.path().toString()));
    arguments.add("--port-offset=" + portOffset);
    if (deleting.fresh) {
      arguments.add("--fresh");
    }
    if (deleting.rebuild) {
      arguments.add("--rebuild");
    }
    if (observe) {
      arguments.add("--observe");
    }
    if (noSample) {
      arguments.add("--no-sample");
    }
    return arguments;
  }
}
