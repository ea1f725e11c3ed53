package dev.vitrine.standalone.observe;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queries of Grafana's dashboards. */
public final class Dashboards {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * @param place dashboard and panel
   */
  public record PanelQuery(String place, Expression expression) {}

  private Dashboards() {}

  /**
   * In the order of files and panels.
   *
   * @throws StandaloneException when a file is no JSON
   */
  public static List<PanelQuery> queries(Path folder) {
    List<PanelQuery> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        JsonNode dashboard = JSON.readTree(Files.readString(file));
        for (JsonNode panel : dashboard.path("panels")) {
          String place = file.getFileName() + ", " + panel.path("title").asString("");
          for (JsonNode target : panel.path("targets")) {
            found.add(new PanelQuery(place, new Expression(target.path("expr").asString(""))));
          }
        }
      }
      return found;
    } catch (IOException | JacksonException e) {
      throw new StandaloneException("cannot read the dashboards: " + e.getMessage(), e);
    }
  }
}
