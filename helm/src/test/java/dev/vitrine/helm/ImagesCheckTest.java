package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where containers cannot start, images/check says so and fails no build that can do without. */
final class ImagesCheckTest {
  /** What images/check asks for; here each of them would fail if it were run. */
  private static final List<String> TOOLS =
      List.of("podman", "buildah", "nginx", "node", "npm", "curl");

  private Path tools;

  @BeforeEach
  void tools_that_only_fail(@TempDir Path folder) throws IOException {
    tools = folder;
    for (String tool : TOOLS) {
      program(tool, "echo 'Error: no " + tool + " today' >&2; exit 125");
    }
  }

  @Test
  void no_podman_is_skipped() throws IOException {
    Files.delete(tools.resolve("podman"));
    skipped("there is no podman here");
  }

  @Test
  void a_podman_that_fails_is_skipped_before_anything_is_built() throws IOException {
    skipped("podman does not work: Error: no podman today");
  }

  @Test
  void a_podman_that_starts_no_container_is_skipped_with_its_reason() throws IOException {
    program(
        "podman",
        "if [ \"$1\" = run ]; then echo trying >&2; echo 'Error: cannot set rlimit' >&2; exit 126;"
            + " fi");
    skipped("podman starts no container: Error: cannot set rlimit");
  }

  private void skipped(String why) throws IOException {
    // Nothing but these and what the script itself needs.
    for (String tool : List.of("bash", "dirname", "sed")) {
      program(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
    var ended =
        Processes.run(
            Checkout.ROOT, "", List.of("env", "PATH=" + tools, "/usr/bin/bash", "images/check"));
    assertThat(ended.error()).startsWith("SKIPPED: images/check: " + why);
    assertThat(ended.error().lines()).hasSize(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isZero();
    var must =
        Processes.run(
            Checkout.ROOT,
            "",
            List.of("env", "PATH=" + tools, "/usr/bin/bash", "images/check", "--must-run"));
    assertThat(must.error()).isEqualTo(ended.error());
    assertThat(must.code()).isOne();
  }

  private void program(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/usr/bin/bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
