package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workflow and the scripts around it. Nobody runs the workflow here: it is read. */
final class PipelineTest {
  private static final Path WORKFLOW = Checkout.ROOT.resolve(".github/workflows/ci.yml");
  private static final Path BASE = Checkout.ROOT.resolve("images/base");
  private static final Pattern SCRIPT =
      Pattern.compile("(?<![\\w/])(\\./)?((?:\\.ci|images)/[a-z]+|deploy\\.sh)\\b");

  /** A package's name where modules are named: imports, and the table of models. */
  private static final Pattern IMPORT =
      Pattern.compile("(?:from |\\)\\(|/, )\"((?!node:|\\.)[\\w@/-]+)\"");

  private static JsonNode jobs() throws IOException {
    return Documents.YAML.readTree(WORKFLOW.toFile()).path("jobs");
  }

  private static List<JsonNode> steps() throws IOException {
    List<JsonNode> steps = new ArrayList<>();
    jobs().forEach(job -> job.path("steps").forEach(steps::add));
    return steps;
  }

  @Test
  void every_workflow_is_valid_by_the_schema_of_github() {
    List<Path> workflows = Checkout.files(Checkout.ROOT.resolve(".github/workflows"), ".yml");
    assertThat(workflows).contains(WORKFLOW);
    for (Path workflow : workflows) {
      var ended = NodeTools.validateWorkflow(workflow);
      assertThat(ended.out() + ended.error()).as(workflow.toString()).isEmpty();
      assertThat(ended.code()).isZero();
    }
  }

  /** What is below {@code push} it does not look at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeout-minutes:      | timeout-minute:      | timeout-minute
          runs-on:              | run-on:              | run-on
          pull_request:         | pull_requests:       | pull_requests
          uses:                 | use:                 | use
          needs: [verify, chart]| needs: [verify, tests]| unresolved job tests
          contents: read        | contents: reed       | contents
          """)
  void a_workflow_with_a_mistake_is_not(
      String right, String wrong, String said, @TempDir Path folder) throws IOException {
    String text = Checkout.read(WORKFLOW);
    assertThat(text).contains(right);
    Path seeded = Files.writeString(folder.resolve("ci.yml"), text.replace(right, wrong));
    var ended = NodeTools.validateWorkflow(seeded);
    assertThat(ended.code()).isOne();
    assertThat(ended.error()).contains(said);
  }

  /** What an install brings beside what was asked for may be gone with the next version. */
  @Test
  void scripts_import_only_what_package_json_names() throws IOException {
    List<Path> scripts = new ArrayList<>(Checkout.files(Checkout.HELM.resolve("src"), ".mjs"));
    scripts.addAll(Checkout.files(Checkout.ROOT.resolve("images"), ".mjs"));
    assertThat(scripts).hasSize(2);
    JsonNode named =
        Documents.YAML
            .readTree(Checkout.HELM.resolve("package.json").toFile())
            .path("dependencies");
    Set<String> imported = new TreeSet<>();
    for (Path script : scripts) {
      Matcher found = IMPORT.matcher(Checkout.read(script));
      while (found.find()) {
        imported.add(found.group(1));
      }
    }
    assertThat(imported).contains("yaml", "@monokle/validation", "kubernetes-models");
    for (String one : imported) {
      assertThat(named.has(one)).as(one).isTrue();
    }
  }

  @Test
  void jobs_have_the_least_rights_and_an_end() throws IOException {
    JsonNode workflow = Documents.YAML.readTree(WORKFLOW.toFile());
    assertThat(workflow.path("permissions")).hasToString("{\"contents\":\"read\"}");
    Set<String> names = new TreeSet<>();
    jobs().fieldNames().forEachRemaining(names::add);
    assertThat(names).contains("verify", "chart", "images");
    jobs()
        .forEach(
            job -> {
              assertThat(job.path("timeout-minutes").asInt()).isBetween(1, 60);
              assertThat(job.path("runs-on").asText()).matches("ubuntu-\\d+\\.\\d+");
              job.path("needs").forEach(need -> assertThat(names).contains(need.asText()));
            });
  }

  @Test
  void a_step_either_runs_or_uses_a_pinned_action() throws IOException {
    for (JsonNode step : steps()) {
      assertThat(step.has("run")).as(step.toString()).isNotEqualTo(step.has("uses"));
      if (step.has("uses")) {
        assertThat(step.path("uses").asText()).matches("[\\w-]+/[\\w-]+@(v\\d+|[0-9a-f]{40})");
      }
    }
  }

  /** Text that others choose, as names of branches, would be run. */
  @Test
  void no_script_has_an_expression_in_it() throws IOException {
    for (JsonNode step : steps()) {
      assertThat(step.path("run").asText()).doesNotContain("${{");
    }
  }

  /** In what runs, one line after the other; what is wrong with how a release comes about. */
  private static List<String> unproven(String workflow, String base) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode job : Documents.YAML.readTree(workflow).path("jobs")) {
      job.path("steps").forEach(step -> step.path("run").asText().lines().forEach(lines::add));
    }
    List<String> wrong = new ArrayList<>();
    int built = -1;
    boolean ran = false;
    for (String line : lines) {
      if (line.contains("images/check") && !line.contains("--must-run")) {
        wrong.add("a check that may be skipped");
      }
      if (line.contains("images/build")) {
        built = lines.indexOf(line);
        ran = false;
      }
      ran |= built >= 0 && line.contains("images/check") && line.contains("--built \"$version\"");
      if ((line.contains(" push ") || line.contains("deploy.sh")) && !ran) {
        wrong.add("something is pushed that did not run");
      }
      if (line.contains("install") && line.contains(" debootstrap ")) {
        if (!line.contains("debian-archive-keyring")
            || !base.contains("debootstrap --force-check-gpg ")) {
          wrong.add("a base that nobody signed");
        }
      }
    }
    if (lines.stream().noneMatch(line -> line.matches(".*helm\" push .*oci://.*"))) {
      wrong.add("no chart is pushed");
    }
    return wrong;
  }

  @Test
  void what_is_pushed_has_run() throws IOException {
    assertThat(unproven(Checkout.read(WORKFLOW), Checkout.read(BASE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images/check --must-run --built | images/check --built | a check that may be skipped
          images/check --must-run --built | images/starts        | something is pushed that did not run
          images/build --tag              | images/built         | something is pushed that did not run
          debian-archive-keyring          | gnupg                | a base that nobody signed
          debootstrap --force-check-gpg   | debootstrap          | a base that nobody signed
          oci://                          | https://             | no chart is pushed
          """)
  void what_has_not_is_found(String right, String wrong, String said) throws IOException {
    String workflow = Checkout.read(WORKFLOW);
    String base = Checkout.read(BASE);
    assertThat(workflow + base).contains(right);
    assertThat(unproven(workflow.replace(right, wrong), base.replace(right, wrong))).contains(said);
  }

  @Test
  void scripts_that_the_workflow_and_the_verbs_name_are_there() throws IOException {
    Set<String> named = new TreeSet<>();
    String text = Checkout.read(WORKFLOW) + Checkout.read(Checkout.ROOT.resolve("Makefile"));
    Matcher found = SCRIPT.matcher(text);
    while (found.find()) {
      named.add(found.group(2));
    }
    named.removeIf(name -> name.equals("images/target"));
    assertThat(named).contains("deploy.sh", "images/build", "images/check", ".ci/run");
    for (String name : named) {
      assertThat(Checkout.ROOT.resolve(name)).isExecutable();
    }
  }

  @Test
  void every_shell_script_can_be_read() throws IOException {
    List<String> scripts = scripts();
    assertThat(scripts).contains("deploy.sh", "images/build", ".ci/run", "vitrine");
    for (String script : scripts) {
      var ended = Processes.run(Checkout.ROOT, "", List.of("bash", "-n", script));
      assertThat(ended.error()).as(script).isEmpty();
    }
  }

  @Test
  void shellcheck_has_nothing_to_say() throws IOException {
    if (!Processes.has("shellcheck")) {
      String skipped = "SKIPPED: there is no shellcheck here (apt-get install shellcheck)";
      System.err.println(skipped);
      Assumptions.abort(skipped);
    }
    List<String> command = new ArrayList<>(List.of("shellcheck", "--severity=warning"));
    command.addAll(
        scripts().stream()
            .filter(name -> name.startsWith("images/") || name.equals("deploy.sh"))
            .toList());
    command.addAll(List.of(".ci/version", ".ci/helm"));
    var ended = Processes.run(Checkout.ROOT, "", command);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isZero();
  }

  private static List<String> scripts() throws IOException {
    List<String> scripts = new ArrayList<>(List.of("vitrine", "deploy.sh"));
    for (String folder : List.of(".ci", "images", "standalone/checks", "loadtests/bench")) {
      try (Stream<Path> files = Files.list(Checkout.ROOT.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          if (Files.isExecutable(file) && Checkout.read(file).startsWith("#!/usr/bin/env bash")) {
            scripts.add(Checkout.ROOT.relativize(file.toRealPath()).toString());
          }
        }
      }
    }
    return scripts;
  }
}
