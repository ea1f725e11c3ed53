package dev.vitrine.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Probe;
import dev.vitrine.engines.StopSignal;
import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.ProcessIdentity;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PartTest {
  @TempDir Path dir = Path.of("");
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private @Nullable Part part;

  @AfterEach
  void stop() throws InterruptedException {
    if (part != null) {
      part.stop();
    }
  }

  @Test
  void a_killed_process_is_started_again_and_said_so() throws InterruptedException {
    Part sleeper = start("echo $$ >" + dir + "/pid; exec sleep 600", this::hasLivingPid);
    sleeper.awaitReady();
    ProcessIdentity first = process(sleeper);
    first.handle().orElseThrow().destroyForcibly();
    await(() -> sleeper.state().restarts() == 1 && sleeper.state().condition().equals("ready"));
    assertThat(process(sleeper)).isNotEqualTo(first);
    assertThat(said).anyMatch(line -> line.contains("died, killed by signal 9"));
  }

  @Test
  void a_stop_lets_the_process_end_in_good_order() throws InterruptedException {
    Path proof = dir.resolve("proof");
    Part polite =
        start(
            "trap 'echo bye >"
                + proof
                + "; exit 0' TERM; touch "
                + dir
                + "/up; "
                + "while :; do sleep 0.05; done",
            () -> Files.exists(dir.resolve("up")));
    polite.awaitReady();
    polite.stop();
    assertThat(proof).exists();
    assertThat(said)
        .anyMatch(line -> line.startsWith("child: stopped after "))
        .noneMatch(line -> line.contains("killed"));
  }

  @Test
  void a_process_that_dies_while_the_stack_stops_is_not_started_again()
      throws InterruptedException {
    Part sleeper = start("echo $$ >" + dir + "/pid; exec sleep 600", this::hasLivingPid);
    sleeper.awaitReady();
    sleeper.notAgain();
    process(sleeper).handle().orElseThrow().destroyForcibly();
    await(() -> sleeper.state().condition().equals("stopped"));
    assertThat(said).noneMatch(line -> line.contains("starting it again"));
  }

  @Test
  void a_process_that_ignores_the_stop_is_killed() throws InterruptedException {
    Part stubborn =
        start(
            "trap '' TERM; touch " + dir + "/up; while :; do sleep 0.05; done",
            () -> Files.exists(dir.resolve("up")));
    stubborn.awaitReady();
    ProcessIdentity process = process(stubborn);
    stubborn.stop();
    assertThat(process.isAlive()).isFalse();
    assertThat(said)
        .anyMatch(line -> line.startsWith("child: killed after "))
        .noneMatch(line -> line.contains("stopped"));
  }

  @Test
  void a_process_that_cannot_start_is_given_up_with_its_last_words() {
    Part broken = start("echo no such luck; exit 3", () -> false);
    assertThatThrownBy(broken::awaitReady)
        .isInstanceOf(StandaloneException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("no such luck");
  }

  private Part start(String script, Probe ready) {
    var launch =
        new Launch(
            "child",
            () -> {},
            List.of("/bin/sh", "-c", script),
            Map.of(),
            dir,
            dir.resolve("child.log"),
            ready,
            Duration.ofSeconds(60),
            StopSignal.TERM,
            Duration.ofSeconds(3));
    var started =
        new Part(
            new Watched(launch, () -> true, Work.SERVE),
            new Shares(said::add),
            said::add,
            () -> {});
    part = started;
    started.start();
    return started;
  }

  /** Like the probe of a port: it fails when the process is gone. */
  private boolean hasLivingPid() {
    try {
      String pid = Files.readString(dir.resolve("pid")).strip();
      return !pid.isEmpty() && ProcessIdentity.of(Long.parseLong(pid)).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static ProcessIdentity process(Part part) {
    return Objects.requireNonNull(part.state().process());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) { // bounded by the test's timeout
      Pause.of(Duration.ofMillis(20));
    }
  }
}
