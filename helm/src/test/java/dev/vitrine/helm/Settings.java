package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings in files of ConfigMaps: properties, and YAML with its keys in one line. */
final class Settings {
  private Settings() {}

  /** A file of a ConfigMap, or nothing. */
  static String file(Documents documents, String map, String file) {
    return documents
        .find("ConfigMap", map)
        .map(found -> found.root().path("data").path(file).asText())
        .orElse("");
  }

  /** The files that a workload mounts. */
  static Stream<String> mounted(Documents documents, Workload workload) {
    return workload
        .podSpec()
        .path("volumes")
        .valueStream()
        .flatMap(
            volume -> documents.find("ConfigMap", volume.at("/configMap/name").asText()).stream())
        .flatMap(map -> map.root().path("data").valueStream())
        .map(JsonNode::asText);
  }

  /** The value of a key in the files that a workload mounts, or nothing. */
  static String value(Documents documents, Workload workload, String key) {
    return mounted(documents, workload)
        .map(file -> value(file, key))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The value of a key, or nothing. */
  static String value(String file, String key) {
    Matcher found =
        Pattern.compile("^ *" + Pattern.quote(key) + "(?:=|: )\"?([^\"\\n]*)", Pattern.MULTILINE)
            .matcher(file);
    return found.find() ? found.group(1) : "";
  }
}
