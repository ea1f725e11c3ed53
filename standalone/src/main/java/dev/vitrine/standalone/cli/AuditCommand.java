package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.audit.StackAudit;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Compares every store and every answer with the command side's own state.",
      "Waits first until what was acknowledged has drained. Exit code 0 when there is no"
          + " difference."
    })
final class AuditCommand implements Callable<Integer> {
  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "How long to wait for the drain; default: ${DEFAULT-VALUE}.")
  private String timeout = "";

  @Override
  public Integer call() throws InterruptedException {
    StackState state = StackState.ready(data.dir());
    var audit =
        new StackAudit(
            state.ports(),
            Admin.token(data.dir(), "audit"),
            Stack.DATABASE_PASSWORD,
            System.out::println);
    return audit.run(Durations.parse(timeout)) == 0 ? 0 : 1;
  }
}
