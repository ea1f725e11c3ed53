package dev.vitrine.standalone.imports;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents (RFC 9457) in one line. */
public final class Problems {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Problems() {}

  public static String describe(HttpResponse<byte[]> answer) {
    List<String> words = new ArrayList<>(List.of(Integer.toString(answer.statusCode())));
    try {
      JsonNode problem = JSON.readTree(answer.body());
      for (String field : List.of("title", "detail")) {
        if (problem.path(field).isString()) {
          words.add(problem.path(field).asString());
        }
      }
      String said = String.join(" ", words);
      for (JsonNode error : problem.path("errors")) {
        String detail = error.path("detail").asString("");
        if (!said.contains(detail)) {
          words.add((error.path("pointer").asString("") + " " + detail).strip());
        }
      }
    } catch (JacksonException e) {
      return words.getFirst();
    }
    return String.join(", ", words);
  }
}
