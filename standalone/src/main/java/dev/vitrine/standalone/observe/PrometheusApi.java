package dev.vitrine.standalone.observe;

import dev.vitrine.standalone.http.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The questions that are asked of a Prometheus. */
final class PrometheusApi implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * A rule as Prometheus evaluates it.
   *
   * @param file the name of the file that it is in
   * @param health {@code ok}, {@code err} or {@code unknown}
   * @param firing whether it is an alert that fires
   */
  record Rule(
      String name,
      String file,
      Expression expression,
      String health,
      String error,
      boolean firing) {}

  private final Http http = new Http();
  private final String url;

  PrometheusApi(String url) {
    this.url = url;
  }

  List<Rule> rules() throws IOException, InterruptedException {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode group : ask("rules").path("groups")) {
      Path file = Path.of(group.path("file").asString(""));
      for (JsonNode rule : group.path("rules")) {
        rules.add(
            new Rule(
                rule.path("name").asString(""),
                file.getFileName().toString(),
                new Expression(rule.path("query").asString("")),
                rule.path("health").asString(""),
                rule.path("lastError").asString(""),
                rule.path("state").asString("").equals("firing")));
      }
    }
    return rules;
  }

  /**
   * @return how many series answer now
   */
  int series(Expression expression) throws IOException, InterruptedException {
    JsonNode answer = ask("query?query=" + Http.encode(expression.text()));
    // A scalar is one answer, a vector as many as it has entries.
    return answer.path("resultType").asString("").equals("vector")
        ? answer.path("result").size()
        : 1;
  }

  /** The names of all metrics that there have been. */
  Set<String> names() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    ask("label/__name__/values").forEach(name -> names.add(name.asString()));
    return names;
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(Http.request(url + "/api/v1/" + path, BOUND).GET().build());
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (!body.path("status").asString("").equals("success")) {
        throw new IOException(body.path("error").asString("status " + answer.statusCode()));
      }
      return body.path("data");
    } catch (JacksonException e) {
      throw new IOException("no answer of Prometheus: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
