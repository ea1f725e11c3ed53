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
