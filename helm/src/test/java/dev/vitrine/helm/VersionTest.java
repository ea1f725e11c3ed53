package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version is the root pom's; where it has to be written out, .ci/version writes it. */
final class VersionTest {
  private static final List<String> WRITTEN_IN =
      List.of(
          "helm/vitrine/Chart.yaml",
          "pom.xml",
          "standalone/src/main/java/dev/vitrine/standalone/data/Version.java");

  private static String version(Path root, String... to) {
    List<String> command = new java.util.ArrayList<>(List.of(".ci/version"));
    command.addAll(List.of(to));
    var ended = Processes.run(root, "", command);
    assertThat(ended.error()).isEmpty();
    return ended.out().strip();
  }

  private static void hasVersion(Path root, String version) {
    String chart = Checkout.read(root.resolve(WRITTEN_IN.get(0)));
    assertThat(chart).contains("\nversion: " + version + "\n", "\nappVersion: " + version + "\n");
    assertThat(Checkout.read(root.resolve(WRITTEN_IN.get(1))))
        .containsOnlyOnce("<revision>" + version + "</revision>");
    assertThat(Checkout.read(root.resolve(WRITTEN_IN.get(2))))
        .contains("VITRINE = \"" + version + "\";");
  }

  @Test
  void chart_and_command_line_have_the_version_of_the_build() {
    hasVersion(Checkout.ROOT, version(Checkout.ROOT));
  }

  @Test
  void modules_take_theirs_from_the_root() {
    String root = Checkout.read(Checkout.ROOT.resolve("pom.xml"));
    List<String> modules =
        root.lines()
            .filter(line -> line.contains("<module>"))
            .map(line -> line.replaceAll("</?module>", "").strip())
            .toList();
    assertThat(modules).hasSizeGreaterThan(10);
    for (String module : modules) {
      assertThat(Checkout.read(Checkout.ROOT.resolve(module + "/pom.xml")))
          .as(module)
          .contains("<artifactId>vitrine</artifactId>\n    <version>${revision}</version>");
    }
  }

  /** A release's version may be that of something else too; a snapshot's is only ours. */
  @Test
  void it_is_written_nowhere_else() {
    String version = version(Checkout.ROOT);
    Assumptions.assumeTrue(version.endsWith("-SNAPSHOT") && Processes.has("git"));
    var ended =
        Processes.run(
            Checkout.ROOT, "", List.of("git", "grep", "--name-only", "--fixed-strings", version));
    assertThat(ended.error()).isEmpty();
    assertThat(ended.out().lines()).containsExactlyElementsOf(WRITTEN_IN);
  }

  @Test
  void one_command_changes_it_everywhere(@TempDir Path copy) throws IOException {
    for (String file : WRITTEN_IN) {
      copy(file, copy);
    }
    copy(".ci/version", copy);
    assertThat(copy.resolve(".ci/version").toFile().setExecutable(true)).isTrue();
    assertThat(version(copy, "12.3.4-rc.1")).isEqualTo("12.3.4-rc.1");
    hasVersion(copy, "12.3.4-rc.1");
    assertThat(Processes.run(copy, "", List.of(".ci/version", "12.3")).code()).isEqualTo(2);
    hasVersion(copy, "12.3.4-rc.1");
  }

  private static void copy(String file, Path to) throws IOException {
    Files.createDirectories(to.resolve(file).getParent());
    Files.copy(Checkout.ROOT.resolve(file), to.resolve(file));
  }
}
