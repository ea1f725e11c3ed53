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
    var follower = LogFollower.fromEnd(dir.log(Detached.LOG));
    supervisor.get().destroy();
    if (!ends(supervisor.get().onExit(), follower)) {
      supervisor.get().destroyForcibly(); // its processes die with it
      throw new StandaloneException("did not stop in good order and was killed");
    }
    return 0;
  }

  /** Shows meanwhile what the supervisor says. */
  private static boolean ends(CompletableFuture<?> exit, LogFollower follower)
      throws InterruptedException {
    long until = System.nanoTime() + BOUND.toNanos();
    while (!exit.isDone() && System.nanoTime() < until) {
      try {
        exit.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // not yet
      } catch (ExecutionException e) {
        throw new IllegalStateException("the exit of a process cannot fail", e);
      }
      follower.copyNew(System.out::println);
    }
    follower.copyNew(System.out::println); // its last words may have come since
    return exit.isDone();
  }
}
