package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StandaloneException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the stack and waits until it is gone. What it holds stays.")
final class DownCommand implements Callable<Integer> {
  /** Four tiers, each bounded by the longest stop of its parts. */
  private static final Duration BOUND = Duration.ofSeconds(150);

  @Mixin private final DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    DataDir dir = data.dir();
    Optional<ProcessHandle> supervisor =
        StackState.running(dir).flatMap(state -> state.supervisor().handle());
    if (supervisor.isEmpty()) {
      System.out.println("no stack is up on " + dir.root());
      return 0;
    }
    System.out.println("stopping");
    supervisor.get().destroy();
    if (!ends(supervisor.get().onExit())) {
      supervisor.get().destroyForcibly(); // its processes die with it
      throw new StandaloneException("did not stop in good order and was killed");
    }
    System.out.println("stopped");
    return 0;
  }

  private static boolean ends(CompletableFuture<?> exit) throws InterruptedException {
    try {
      exit.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the exit of a process cannot fail", e);
    }
  }
}
