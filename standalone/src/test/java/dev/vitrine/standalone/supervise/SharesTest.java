package dev.vitrine.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharesTest {
  private final List<Process> started = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Shares shares = new Shares(said::add);

  @BeforeEach
  void skip_where_sessions_are_no_groups() {
    assumeTrue(said.isEmpty(), "no autogroup here");
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void all_step_back_while_a_part_starts_again_and_not_longer()
      throws IOException, InterruptedException {
    long server = session();
    long laggard = session();
    long dead = session();
    shares.is(server, Work.SERVE);
    shares.is(laggard, Work.LAG);
    assertThat(List.of(nice(server), nice(laggard))).containsExactly(0, 3);
    shares.is(dead, Work.RESTART);
    assertThat(List.of(nice(server), nice(laggard), nice(dead))).containsExactly(5, 8, 0);
    shares.is(dead, Work.LAG);
    assertThat(List.of(nice(server), nice(laggard), nice(dead))).containsExactly(0, 3, 3);
  }

  @Test
  void the_way_to_the_views_leaves_the_machine_to_an_import() throws Exception {
    long server = session();
    long laggard = session();
    long last = session();
    shares.is(server, Work.SERVE);
    shares.is(laggard, Work.LAG);
    shares.is(last, Work.LAG_LAST);
    shares.importing(true);
    assertThat(List.of(nice(server), nice(laggard), nice(last))).containsExactly(0, 10, 10);
    shares.importing(false);
    assertThat(List.of(nice(server), nice(laggard), nice(last))).containsExactly(0, 3, 7);
  }

  @Test
  void a_part_that_dies_while_it_starts_again_is_not_waited_for()
      throws IOException, InterruptedException {
    long server = session();
    long dead = session();
    shares.is(server, Work.SERVE);
    shares.is(dead, Work.RESTART);
    shares.ended(dead);
    assertThat(nice(server)).isZero();
  }

  private long session() throws IOException, InterruptedException {
    var process = new ProcessBuilder("setsid", "sleep", "60").start();
    started.add(process);
    while (autogroup(process.pid()).equals(autogroup(ProcessHandle.current().pid()))) {
      Thread.onSpinWait(); // until it has called setsid
    }
    return process.pid();
  }

  private static int nice(long pid) throws IOException {
    return Integer.parseInt(autogroup(pid).replaceAll(".* nice ", ""));
  }

  private static String autogroup(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "autogroup")).strip();
  }
}
