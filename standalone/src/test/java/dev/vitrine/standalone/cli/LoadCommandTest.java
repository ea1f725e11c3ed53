package dev.vitrine.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadCommandTest {
  private static final Path SIMULATIONS =
      Path.of(System.getProperty("vitrine.root"), "loadtests/src/test/java/dev/vitrine/loadtests");

  /** Of no stack: Maven is not started for it. */
  @Test
  void a_misspelt_profile_is_refused_by_a_line_that_names_them() {
    var err = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(Vitrine.run("load", "browse", "--profile", "strss")).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow())
        .contains("--profile", "[SMOKE, BASELINE, STRESS]", "strss");
  }

  /** Of the last words of a run, with what Gatling 3.15 puts around them. */
  @Test
  void of_what_gatling_says_the_summary_is_shown_and_which_assertions_held() {
    String said =
        """
        Simulation dev.vitrine.loadtests.BrowseSimulation completed in 24 seconds
        ========================================================================================================================
        ---- Global Information -------------------------------------------------------------|---Total---|-----OK----|----KO----
        > request count                                                                      |     1,495 |     1,495 |         -
        > min response time (ms)                                                             |         0 |         0 |         -
        > max response time (ms)                                                             |        92 |        92 |         -
        > mean response time (ms)                                                            |         2 |         2 |         -
        > response time std deviation (ms)                                                   |         3 |         3 |         -
        > response time 50th percentile (ms)                                                 |         1 |         1 |         -
        > response time 75th percentile (ms)                                                 |         1 |         1 |         -
        > response time 95th percentile (ms)                                                 |         8 |         8 |         -
        > response time 99th percentile (ms)                                                 |        12 |        12 |         -
        > mean throughput (rps)                                                              |      59.8 |      59.8 |         -
        ---- Response Time Distribution ----------------------------------------------------------------------------------------
        > OK: t < 800 ms                                                                                          1,495   (100%)
        > KO                                                                                                          0     (0%)
        Global: count of failed events is 0.0 : true (actual : 0.0)
        product, seen before: 99th percentile of response time is less than 1000.0 : false (actual : 1200.0)
        """;
    assertThat(said.lines().filter(LoadCommand::isShown).map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "> request count | 1,495 | 1,495 | -",
            "> max response time (ms) | 92 | 92 | -",
            "> response time 50th percentile (ms) | 1 | 1 | -",
            "> response time 99th percentile (ms) | 12 | 12 | -",
            "> mean throughput (rps) | 59.8 | 59.8 | -",
            "Global: count of failed events is 0.0 : true (actual : 0.0)",
            "product, seen before: 99th percentile of response time is less than 1000.0 : false"
                + " (actual : 1200.0)");
  }

  @Test
  void the_profiles_are_those_of_the_simulations() throws IOException {
    String source = Files.readString(SIMULATIONS.resolve("Profile.java"));
    assertThat(Pattern.compile("(?m)^  ([A-Z]+)\\(").matcher(source).results())
        .extracting(found -> found.group(1))
        .containsExactlyElementsOf(
            Arrays.stream(LoadCommand.Profile.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void each_simulation_is_there(LoadCommand.Simulation simulation) {
    assertThat(SIMULATIONS.resolve(simulation.type() + ".java")).exists();
  }
}
