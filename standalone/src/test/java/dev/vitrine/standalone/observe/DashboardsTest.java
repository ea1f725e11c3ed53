package dev.vitrine.standalone.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be said of a dashboard without Grafana. */
final class DashboardsTest {
  private static final Path FOLDER = Tools.FILES.resolve("dashboards");
  private static final int COLUMNS = 24;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        all.add(JSON.readTree(Files.readString(file)));
      }
    }
    return all;
  }

  @Test
  void there_are_four_with_names_and_ids_of_their_own() throws IOException {
    Set<String> ids = new HashSet<>();
    Set<String> titles = new HashSet<>();
    for (JsonNode dashboard : dashboards()) {
      ids.add(dashboard.path("uid").asString());
      titles.add(dashboard.path("title").asString());
      assertThat(dashboard.path("id").isNull()).as("an id is Grafana's to give").isTrue();
      assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThan(35);
      assertThat(dashboard.path("description").asString("")).endsWith(".");
    }
    assertThat(ids).hasSize(4);
    assertThat(titles).hasSize(4);
  }

  @Test
  void every_panel_asks_the_chosen_source_has_a_unit_and_says_what_it_answers() throws IOException {
    for (JsonNode dashboard : dashboards()) {
      assertThat(dashboard.at("/templating/list/0/type").asString("")).isEqualTo("datasource");
      for (JsonNode panel : dashboard.path("panels")) {
        String title = dashboard.path("title").asString() + ", " + panel.path("title").asString();
        if (panel.path("type").asString().equals("row")) {
          continue;
        }
        assertThat(panel.path("description").asString("")).as(title).endsWith(".");
        assertThat(panel.at("/datasource/uid").asString("")).as(title).isEqualTo("${datasource}");
        assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).as(title).isNotEmpty();
        assertThat(panel.path("targets").size()).as(title).isPositive();
        Set<String> letters = new HashSet<>();
        for (JsonNode target : panel.path("targets")) {
          assertThat(letters.add(target.path("refId").asString(""))).as(title).isTrue();
          assertThat(target.path("legendFormat").asString("")).as(title).isNotEmpty();
        }
      }
    }
  }

  @Test
  void no_panel_lies_on_another_or_beyond_the_edge() throws IOException {
    for (JsonNode dashboard : dashboards()) {
      Set<List<Integer>> taken = new HashSet<>();
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        String title = dashboard.path("title").asString() + ", " + panel.path("title").asString();
        assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
        JsonNode place = panel.path("gridPos");
        int right = place.path("x").asInt() + place.path("w").asInt();
        int bottom = place.path("y").asInt() + place.path("h").asInt();
        assertThat(right).as(title).isBetween(1, COLUMNS);
        for (int x = place.path("x").asInt(); x < right; x++) {
          for (int y = place.path("y").asInt(); y < bottom; y++) {
            assertThat(taken.add(List.of(x, y))).as(title).isTrue();
          }
        }
      }
    }
  }

  @Test
  void every_query_names_only_what_there_is() throws IOException {
    Set<String> there = new TreeSet<>(Metrics.scraped());
    RuleFiles.rules().forEach(rule -> there.add(rule.path("record").asString("")));
    for (Dashboards.PanelQuery query : Dashboards.queries(FOLDER)) {
      assertThat(there).as(query.place()).containsAll(query.expression().filled().names());
    }
  }

  @Test
  void promtool_can_read_every_query(@TempDir Path scratch)
      throws IOException, InterruptedException {
    List<Object> rules = new ArrayList<>();
    for (Dashboards.PanelQuery query : Dashboards.queries(FOLDER)) {
      rules.add(
          Map.of("record", "query" + rules.size(), "expr", query.expression().filled().text()));
    }
    assertThat(rules).hasSizeGreaterThan(40);
    // JSON is YAML too.
    Path file =
        Files.writeString(
            scratch.resolve("queries.yaml"),
            JSON.writeValueAsString(
                Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));
    var ended = Tools.run("promtool", List.of("check", "rules", file.toString()));
    assertThat(ended.code()).as(ended.text()).isZero();
  }
}
