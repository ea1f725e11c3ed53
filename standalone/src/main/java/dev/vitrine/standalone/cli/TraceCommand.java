package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.audit.EventTrace;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = "Follows a product's last event from PostgreSQL to the shopper's answer.")
final class TraceCommand implements Callable<Integer> {
  @Mixin private final DataOption data = new DataOption();

  @Parameters(paramLabel = "PRODUCT", description = "Id of the product.")
  private String product = "";

  @Override
  public Integer call() throws InterruptedException {
    var ports = StackState.ready(data.dir()).ports();
    new EventTrace(ports, Stack.DATABASE_PASSWORD, System.out::println).follow(product);
    return 0;
  }
}
