package dev.vitrine.standalone.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every alert can fire, can be silent, and says what to do. */
final class RulesTest {
  private static final String RUNBOOK = "docs/runbook.md";

  private static List<String> paths(String folder) throws IOException {
    return RuleFiles.of(folder).stream().map(Path::toString).toList();
  }

  private static Set<String> names(List<JsonNode> alerts) {
    Set<String> names = new TreeSet<>();
    alerts.forEach(alert -> names.add(alert.path("alert").asString()));
    return names;
  }

  @Test
  void promtool_finds_nothing_in_the_rules() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("check", "rules", "--lint-fatal"));
    arguments.addAll(paths("rules"));
    var ended = Tools.run("promtool", arguments);
    assertThat(ended.code()).as(ended.text()).isZero();
  }

  @Test
  void the_rules_do_what_their_tests_say() throws IOException, InterruptedException {
    for (String file : paths("tests")) {
      var ended = Tools.run("promtool", List.of("test", "rules", file));
      assertThat(ended.code()).as(ended.text()).isZero();
    }
  }

  /** A silent test has series: what is compared is there, and is well. */
  @Test
  void every_alert_fires_in_a_test_and_is_silent_in_one() throws IOException {
    Set<String> fires = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Path file : RuleFiles.of("tests")) {
      for (JsonNode test : RuleFiles.read(file).path("tests")) {
        assertThat(test.path("input_series").size()).as(test.path("name").asString()).isPositive();
        for (JsonNode expected : test.path("alert_rule_test")) {
          boolean none = expected.path("exp_alerts").isEmpty();
          (none ? silent : fires).add(expected.path("alertname").asString());
        }
      }
    }
    Set<String> alerts = names(RuleFiles.alerts());
    assertThat(alerts).hasSizeGreaterThan(15);
    assertThat(fires).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  @Test
  void every_alert_says_how_much_it_matters_and_where_its_entry_is() throws IOException {
    for (JsonNode alert : RuleFiles.alerts()) {
      String name = alert.path("alert").asString();
      assertThat(alert.at("/labels/severity").asString("")).as(name).isIn("page", "ticket");
      assertThat(alert.at("/annotations/summary").asString("")).as(name).endsWith(".");
      assertThat(alert.at("/annotations/runbook_url").asString(""))
          .isEqualTo(RUNBOOK + "#" + name.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void every_alert_has_an_entry_in_the_runbook_and_every_entry_an_alert() throws IOException {
    Set<String> entries = new TreeSet<>();
    Matcher entry =
        Pattern.compile("^### (Vitrine\\w+)\n(.*?)(?=^##|\\z)", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(Tools.ROOT.resolve(RUNBOOK)));
    while (entry.find()) {
      entries.add(entry.group(1));
      assertThat(entry.group(2))
          .as(entry.group(1))
          .contains("**Means.**", "**Look.**", "**Do.**", "**Ends.**");
    }
    assertThat(entries).isEqualTo(names(RuleFiles.alerts()));
  }

  /**
   * What was scraped of a whole stack; {@code standalone/checks/observe} writes the list. Series
   * from elsewhere are named in the files that the check passes over, each its own, and nowhere
   * else.
   */
  @Test
  void rules_name_only_what_there_is() throws IOException {
    List<String> scraped = Metrics.scraped();
    Set<String> everywhere = new TreeSet<>(scraped);
    for (Path file : RuleFiles.of("rules")) {
      if (!ObserveCheck.ELSEWHERE.containsKey(name(file))) {
        everywhere.addAll(recorded(file));
      }
    }
    Set<String> passedOver = new TreeSet<>();
    for (Path file : RuleFiles.of("rules")) {
      Set<String> there = new TreeSet<>(everywhere);
      Set<String> used = new TreeSet<>();
      for (JsonNode rule : RuleFiles.rules(file)) {
        used.addAll(new Expression(rule.path("expr").asString()).names());
      }
      if (ObserveCheck.ELSEWHERE.containsKey(name(file))) {
        List<String> elsewhere = Metrics.elsewhere(name(file));
        assertThat(used).containsAll(elsewhere);
        assertThat(scraped).doesNotContainAnyElementsOf(elsewhere);
        there.addAll(elsewhere);
        there.addAll(recorded(file));
        passedOver.add(name(file));
      }
      assertThat(there).as(file.toString()).containsAll(used);
    }
    assertThat(passedOver).isEqualTo(ObserveCheck.ELSEWHERE.keySet());
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Set<String> recorded(Path file) throws IOException {
    Set<String> names = new TreeSet<>();
    RuleFiles.rules(file).forEach(rule -> names.add(rule.path("record").asString("")));
    return names;
  }

  @Test
  void amtool_accepts_the_example_and_it_wakes_for_pages_only()
      throws IOException, InterruptedException {
    var checked = Tools.run("amtool", List.of("check-config", "alertmanager.yaml"));
    assertThat(checked.code()).as(checked.text()).isZero();
    assertThat(receiver("severity=page")).isEqualTo("on-call");
    assertThat(receiver("severity=ticket")).isEqualTo("team");
    assertThat(receiver("alertname=Watchdog")).isEqualTo("nobody");
  }

  private static String receiver(String label) throws IOException, InterruptedException {
    var ended =
        Tools.run(
            "amtool",
            List.of("config", "routes", "test", "--config.file=alertmanager.yaml", label));
    // It may warn of its own configuration before.
    return ended.text().strip().lines().reduce("", (before, line) -> line);
  }
}
