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
  private static final String REGISTRY = "registry.shop.test/catalog";

  private Path checkout;

  @BeforeEach
  void committed(@TempDir Path folder) throws IOException {
    checkout = folder;
    for (String file : List.of("deploy.sh", "pom.xml", ".gitignore", ".ci/version", ".ci/helm")) {
      Path copy = checkout.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Checkout.ROOT.resolve(file), copy);
      assertThat(copy.toFile().setExecutable(true)).isTrue();
    }
    // Of Maven and the chart it asks for nothing else.
    Checkout.copyChart(Files.createDirectories(checkout.resolve("helm")).resolve("vitrine"));
    Files.writeString(
        checkout.resolve("my values.yaml"),
        Checkout.read(Checkout.CHART.resolve("ci/minimal-values.yaml"))
            .replace("example.com", "shop.test"));
    Files.copy(
        Checkout.HELM.resolve("examples/aws/vitrine-values.yaml"), checkout.resolve("aws.yaml"));
    Files.writeString(checkout.resolve("few.yaml"), "query: {replicas: few}\n");
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "--message", "all");
  }

  @Test
  void images_come_before_the_release_and_the_release_is_atomic() {
    var ended = deploy("--registry", REGISTRY, "--values", "my values.yaml");
    assertThat(ended.error()).isEmpty();
    assertThat(ended.code()).isZero();
    String tag = tag();
    String image = REGISTRY + "/vitrine/%s:" + tag;
    List<String> lines = ended.out().lines().map(String::strip).toList();
    assertThat(lines)
        .containsSubsequence(
            "images/build --registry " + REGISTRY + " --tag " + tag,
            "buildah push " + image.formatted("command-service"),
            "buildah push " + image.formatted("query-service"),
            "buildah push " + image.formatted("projections"),
            "buildah push " + image.formatted("connect"));
    assertThat(lines.get(0))
        .contains(" package helm/vitrine --version " + tag + " --app-version " + tag);
    assertThat(lines.get(6))
        .contains(" upgrade --install vitrine images/target/chart/vitrine-" + tag + ".tgz ")
        .contains(" --values my\\ values.yaml ")
        .contains(" --set image.registry=" + REGISTRY + " ")
        .containsPattern(" (--atomic|--rollback-on-failure) --wait --timeout 15m$");
    assertThat(lines.get(7)).contains(" test vitrine ");
    assertThat(lines.subList(8, lines.size())).hasSize(2).allMatch(line -> line.startsWith("# "));
  }

  /** With the images that were pushed, and the jobs around the release. */
  @Test
  void what_the_cluster_would_get_is_there_to_be_read() {
    var ended = deploy("--registry", REGISTRY, "--values", "my values.yaml", "--namespace", "shop");
    String file = "images/target/chart/vitrine-" + tag() + ".yaml";
    assertThat(ended.out())
        .contains(" get manifest vitrine -n shop ")
        .endsWith(" | diff - " + file + "\n");
    Documents objects = Documents.parse(Checkout.read(checkout.resolve(file)));
    assertThat(objects.find("Job", "vitrine-topics")).isPresent();
    assertThat(objects.find("Deployment", "vitrine-query"))
        .hasValueSatisfying(
            query -> {
              assertThat(query.namespace()).isEqualTo("shop");
              assertThat(query.root().findValuesAsText("image"))
                  .contains(REGISTRY + "/vitrine/query-service:" + tag());
            });
  }

  /** Of every file whose names are nobody's, each where it stands; what was replaced is well. */
  @Test
  void names_of_the_examples_are_named_and_never_deployed() throws IOException {
    Files.copy(
        Checkout.CHART.resolve("values-prod.yaml"), checkout.resolve("helm/vitrine/prod.yaml"));
    Files.writeString(checkout.resolve(".git/info/exclude"), "helm/vitrine/prod.yaml\n");
    String[] values = {"--values", "helm/vitrine/prod.yaml", "--values", "aws.yaml"};
    var dry = deploy("--registry", REGISTRY, values[0], values[1], values[2], values[3]);
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains(" upgrade ");
    for (String name :
        List.of(
            "https://wiki.example.com/vitrine/runbook",
            "arn:aws:iam::111122223333:role/vitrine-query",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example",
            "192.0.2.128/26",
            "vitrine.cluster-abc.eu-west-1.rds.amazonaws.com",
            "b-3.vitrine.abc.c2.kafka.eu-west-1.amazonaws.com:9096")) {
      assertThat(dry.error())
          .containsPattern("\\Q" + name + "\\E is an example's: \\S*(prod|aws)[.]yaml:[0-9]+");
    }
    assertThat(dry.error()).doesNotContain("id.example.com");
    var real = script("--registry", REGISTRY, values[0], values[1], values[2], values[3]);
    assertThat(real.code()).isEqualTo(2);
    assertThat(real.error()).startsWith(dry.error()).contains("put your own names");
    assertThat(real.out()).isEmpty();
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
    Files.writeString(checkout.resolve(".git/info/exclude"), "images\n");
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
                REGISTRY,
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
    var ended = deploy("--registry", REGISTRY, "--push-only");
    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines()).hasSize(5);
    assertThat(ended.out()).doesNotContain("upgrade");
  }

  @Test
  void no_build_upgrades_with_what_was_pushed() {
    var ended = deploy("--registry", REGISTRY, "--values", "my values.yaml", "--no-build");
    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines()).hasSize(5);
    assertThat(ended.out()).contains(" upgrade ").doesNotContain("images/build", "push");
    refused(
        "nothing to do",
        "--registry",
        REGISTRY,
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
    refused("pom.xml", "--registry", REGISTRY, "--values", "my values.yaml");
  }

  @Test
  void missing_values_are_refused() {
    refused("--values is missing", "--registry", REGISTRY);
    refused("there is no other.yaml", "--registry", REGISTRY, "--values", "other.yaml");
    refused("--registry is missing", "--values", "my values.yaml");
    refused("--values needs a value", "--registry", REGISTRY, "--values");
    refused("what is --force?", "--force");
  }

  @Test
  void values_that_the_chart_refuses_are_refused_before_anything_is_built() {
    String[] few = {"--registry", REGISTRY, "--values", "my values.yaml", "--values", "few.yaml"};
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
    List<String> all = new ArrayList<>(List.of("--dry-run"));
    all.addAll(List.of(arguments));
    return script(all.toArray(String[]::new));
  }

  private Processes.Ended script(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "HELM=" + NodeTools.helm4(), "./deploy.sh"));
    command.addAll(List.of(arguments));
    return Processes.run(checkout, "", command);
  }

  private String tag() {
    return version() + (version().endsWith("-SNAPSHOT") ? "-" + revision() : "");
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
