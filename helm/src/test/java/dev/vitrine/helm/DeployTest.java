package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy.sh would run, and what it refuses, in a checkout of its own. */
final class DeployTest {
  private Path checkout;

  @BeforeEach
  void committed(@TempDir Path folder) throws IOException {
    checkout = folder;
    for (String file : List.of("deploy.sh", "pom.xml", ".ci/version", ".ci/helm")) {
      Path copy = checkout.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Checkout.ROOT.resolve(file), copy);
      assertThat(copy.toFile().setExecutable(true)).isTrue();
    }
    // Of Maven and the chart it asks for nothing else.
    Checkout.copyChart(Files.createDirectories(checkout.resolve("helm")).resolve("vitrine"));
    Files.copy(
        Checkout.CHART.resolve("ci/minimal-values.yaml"), checkout.resolve("my values.yaml"));
    Files.writeString(checkout.resolve("few.yaml"), "query: {replicas: few}\n");
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "--message", "all");
  }

  @Test
  void images_come_before_the_release_and_the_release_is_atomic() {
    var ended = deploy("--registry", "registry.example.com/shop", "--values", "my values.yaml");
    assertThat(ended.error()).isEmpty();
    assertThat(ended.code()).isZero();
    String tag = version() + (version().endsWith("-SNAPSHOT") ? "-" + revision() : "");
    String image = "registry.example.com/shop/vitrine/%s:" + tag;
    List<String> lines = ended.out().lines().map(String::strip).toList();
    assertThat(lines)
        .containsSubsequence(
            "images/build --registry registry.example.com/shop --tag " + tag,
            "buildah push " + image.formatted("command-service"),
            "buildah push " + image.formatted("query-service"),
            "buildah push " + image.formatted("projections"),
            "buildah push " + image.formatted("connect"));
    assertThat(lines.get(5))
        .contains(" package helm/vitrine --version " + tag + " --app-version " + tag);
    assertThat(lines.get(6))
        .contains(" upgrade --install vitrine images/target/chart/vitrine-" + tag + ".tgz ")
        .contains(" --values my\\ values.yaml ")
        .contains(" --set image.registry=registry.example.com/shop ")
        .containsPattern(" (--atomic|--rollback-on-failure) --wait --timeout 15m$");
    assertThat(lines.get(7)).contains(" test vitrine ");
    assertThat(lines).hasSize(8);
  }

  /**
   * What comes after the upgrade is not rolled back by it: whoever reads the failure is told how.
   */
  @Test
  void a_failed_test_says_how_the_last_release_comes_back() throws IOException {
    Path helm = Files.createDirectories(checkout.resolve("target")).resolve("helm");
    Files.writeString(helm, "#!/bin/sh\n[ $1 != test ]\n");
    for (String tool : List.of("images/build", "target/buildah")) {
      Path file = checkout.resolve(tool);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    assertThat(helm.toFile().setExecutable(true)).isTrue();
    Files.writeString(checkout.resolve(".gitignore"), "target\nimages\n.gitignore\n");
    var ended =
        Processes.run(
            checkout,
            "",
            List.of(
                "env",
                "HELM=" + helm,
                "PATH=" + helm.getParent() + ":" + System.getenv("PATH"),
                "./deploy.sh",
                "--registry",
                "registry.example.com",
                "--values",
                "my values.yaml",
                "--namespace",
                "shop"));
    assertThat(ended.code()).isOne();
    assertThat(ended.error())
        .contains("the new release is up")
        .contains("rollback vitrine --namespace shop --wait");
  }

  @Test
  void push_only_leaves_the_cluster_alone() {
    var ended = deploy("--registry", "registry.example.com", "--push-only");
    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines()).hasSize(5);
    assertThat(ended.out()).doesNotContain("upgrade");
  }

  @Test
  void no_build_upgrades_with_what_was_pushed() {
    var ended =
        deploy("--registry", "registry.example.com", "--values", "my values.yaml", "--no-build");
    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines()).hasSize(3);
    assertThat(ended.out()).contains(" upgrade ").doesNotContain("images/build", "push");
    refused(
        "nothing to do",
        "--registry",
        "registry.example.com",
        "--values",
        "my values.yaml",
        "--push-only",
        "--no-build");
  }

  @Test
  void help_is_what_the_script_says_of_itself() {
    var ended = deploy("--help");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("Builds the images").contains("[--dry-run]");
    assertThat(ended.out()).doesNotContain("#", "set -");
  }

  @Test
  void a_tree_with_changes_is_refused() throws IOException {
    Files.writeString(checkout.resolve("pom.xml"), "<!-- -->", StandardOpenOption.APPEND);
    refused("pom.xml", "--registry", "registry.example.com", "--values", "my values.yaml");
  }

  @Test
  void missing_values_are_refused() {
    refused("--values is missing", "--registry", "registry.example.com");
    refused(
        "there is no other.yaml", "--registry", "registry.example.com", "--values", "other.yaml");
    refused("--registry is missing", "--values", "my values.yaml");
    refused("--values needs a value", "--registry", "registry.example.com", "--values");
    refused("what is --force?", "--force");
  }

  @Test
  void values_that_the_chart_refuses_are_refused_before_anything_is_built() {
    String registry = "registry.example.com";
    String[] few = {"--registry", registry, "--values", "my values.yaml", "--values", "few.yaml"};
    refused("/query/replicas", few);
    refused("the chart does not take these values", few);
  }

  private void refused(String why, String... arguments) {
    var ended = deploy(arguments);
    assertThat(ended.code()).as(why).isEqualTo(2);
    assertThat(ended.error()).contains(why);
    assertThat(ended.out()).isEmpty();
  }

  private Processes.Ended deploy(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "HELM=" + NodeTools.helm4(), "./deploy.sh", "--dry-run"));
    command.addAll(List.of(arguments));
    return Processes.run(checkout, "", command);
  }

  private String version() {
    var ended = Processes.run(checkout, "", List.of(".ci/version"));
    assertThat(ended.code()).isZero();
    return ended.out().strip();
  }

  private String revision() {
    return git("rev-parse", "--short=12", "HEAD").strip();
  }

  private String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var ended = Processes.run(checkout, "", command);
    assertThat(ended.code()).as(ended.error()).isZero();
    return ended.out();
  }
}
