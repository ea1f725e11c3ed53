package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.ProcessIdentity;
import dev.vitrine.standalone.data.StackState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a killed supervisor left behind. Its processes die with it, but that takes a moment, and two
 * engines on one data directory would ruin it.
 */
final class Leftovers {
  private static final Duration BY_THEMSELVES = Duration.ofSeconds(5);
  private static final Duration KILLED = Duration.ofSeconds(10);

  private Leftovers() {}

  /** Only with the directory's lock: then the supervisor that wrote the state is gone. */
  static void end(DataDir dir, Consumer<String> says) throws InterruptedException {
    List<ProcessHandle> alive =
        StackState.last(dir).stream()
            .flatMap(state -> state.parts().stream())
            .map(StackState.PartState::process)
            .filter(Objects::nonNull)
            .map(ProcessIdentity::handle)
            .flatMap(java.util.Optional::stream)
            .flatMap(
                handle ->
                    java.util.stream.Stream.concat(
                        handle.descendants(), java.util.stream.Stream.of(handle)))
            .toList();
    for (ProcessHandle process : alive) {
      if (!endsWithin(process, BY_THEMSELVES)) {
        says.accept("killing process " + process.pid() + " of an earlier stack");
        process.destroyForcibly();
        endsWithin(process, KILLED);
      }
    }
    StackState.remove(dir);
  }

  private static boolean endsWithin(ProcessHandle process, Duration bound)
      throws InterruptedException {
    try {
      process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the exit of a process cannot fail", e);
    }
  }
}
