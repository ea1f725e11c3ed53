package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.bootstrap.ConnectRest;
import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StackState.PartState;
import dev.vitrine.standalone.data.StackState.Phase;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Tells how each part is. Exit code 0 when all is ready.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private final DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    DataDir dir = data.dir();
    PrintStream out = System.out;
    Optional<StackState> running = StackState.running(dir);
    if (running.isEmpty()) {
      out.println("no stack is up on " + dir.root());
      return 1;
    }
    StackState state = running.get();
    boolean ready = state.phase() == Phase.READY;
    out.println(
        "stack on %s: %s (supervisor %d)"
            .formatted(
                dir.root(),
                state.phase().name().toLowerCase(Locale.ROOT),
                state.supervisor().pid()));
    for (PartState part : state.parts()) {
      ready &= part.condition().equals("ready");
      tell(out, part, state.ports());
    }
    return tellConnectors(out, state.ports()) && ready ? 0 : 1;
  }

  private static void tell(PrintStream out, PartState part, Ports ports) {
    var process = part.process();
    out.println(
        "  %-16s %-6s pid %-8s port %-6d restarts %-3d log %s"
            .formatted(
                part.name(),
                part.condition(),
                process == null ? "-" : Long.toString(process.pid()),
                port(part.name(), ports),
                part.restarts(),
                part.name()));
  }

  private static int port(String name, Ports ports) {
    return Map.of(
            "postgres", ports.postgres(),
            "kafka", ports.kafka(),
            "dynamodb", ports.dynamodb(),
            "redis", ports.redis(),
            "connect", ports.connect(),
            "command-service", ports.command(),
            "projections", ports.projections(),
            "query-service", ports.query(),
            "prometheus", ports.prometheus())
        .getOrDefault(name, 0);
  }

  private static boolean tellConnectors(PrintStream out, Ports ports) throws InterruptedException {
    boolean ready = true;
    try (var connect = new ConnectRest(ports.connectUrl())) {
      for (ConnectRest.Status status : connect.statuses()) {
        ready &= status.isRunning();
        out.println(
            "  %-24s %s, tasks %s %s"
                .formatted(
                    status.name(),
                    status.state().toLowerCase(Locale.ROOT),
                    String.join(" ", status.tasks()).toLowerCase(Locale.ROOT),
                    status.trace()));
      }
      return ready;
    } catch (IOException e) {
      out.println("  connectors: Connect does not answer");
      return false;
    }
  }
}
