package dev.vitrine.standalone.bootstrap;

import dev.vitrine.standalone.http.Http;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of Connect's REST API that a stack needs. */
public final class ConnectRest implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Http http = new Http();
  private final String url;

  public ConnectRest(String url) {
    this.url = url;
  }

  /**
   * A connector as Connect sees it.
   *
   * @param state RUNNING, FAILED, PAUSED, UNASSIGNED or RESTARTING
   * @param tasks states of its tasks
   * @param trace first line of why something of it failed; empty otherwise
   */
  public record Status(String name, String state, List<String> tasks, String trace) {
    public boolean isRunning() {
      return state.equals("RUNNING")
          && !tasks.isEmpty()
          && tasks.stream().allMatch("RUNNING"::equals);
    }

    boolean hasFailed() {
      return state.equals("FAILED") || tasks.contains("FAILED");
    }
  }

  /**
   * Creates or changes a connector.
   *
   * @return empty when taken, else why not
   * @throws IOException when Connect does not answer
   */
  String put(String name, JsonNode config) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            Http.request(url + "/connectors/" + name + "/config", BOUND)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(config)))
                .build());
    return answer.statusCode() < 300 ? "" : reason(answer);
  }

  /**
   * Every connector there is.
   *
   * @throws IOException when Connect does not answer, or not with what it should
   */
  public List<Status> statuses() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(Http.request(url + "/connectors?expand=status", BOUND).GET().build());
    if (answer.statusCode() != 200) {
      throw new IOException("Connect answers " + answer.statusCode() + ": " + reason(answer));
    }
    List<Status> statuses = new ArrayList<>();
    for (JsonNode connector : tree(answer)) {
      statuses.add(status(connector.path("status")));
    }
    return statuses;
  }

  /** Restarts what has failed of a connector: itself, its tasks. */
  void restartFailed(String name) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            Http.request(
                    url + "/connectors/" + name + "/restart?includeTasks=true&onlyFailed=true",
                    BOUND)
                .POST(BodyPublishers.noBody())
                .build());
    if (answer.statusCode() >= 300) {
      throw new IOException("Connect answers " + answer.statusCode() + ": " + reason(answer));
    }
  }

  private static Status status(JsonNode status) {
    List<String> tasks = new ArrayList<>();
    String trace = status.path("connector").path("trace").asString("");
    for (JsonNode task : status.path("tasks")) {
      tasks.add(task.path("state").asString(""));
      if (trace.isEmpty()) {
        trace = task.path("trace").asString("");
      }
    }
    return new Status(
        status.path("name").asString(""),
        status.path("connector").path("state").asString(""),
        tasks,
        rootOf(trace));
  }

  /** The innermost cause of a stack trace, in one line. */
  private static String rootOf(String trace) {
    List<String> lines = trace.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((first, second) -> second)
        .or(() -> lines.stream().findFirst())
        .map(line -> line.replace("Caused by: ", ""))
        .orElse("");
  }

  private static String reason(HttpResponse<byte[]> answer) throws IOException {
    String message = tree(answer).path("message").asString("");
    return message.isEmpty() ? "status " + answer.statusCode() : message;
  }

  private static JsonNode tree(HttpResponse<byte[]> answer) throws IOException {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("Connect answered something else than JSON", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
