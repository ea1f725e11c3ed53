package dev.vitrine.connectors.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings Connect's connectors to what the folder says. A configuration that is there already is not
 * put again: that would restart its tasks.
 */
final class ConnectorsJob {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration CALL = Duration.ofSeconds(30);

  private final URI connect;
  private final Duration bound;
  private final HttpClient http = HttpClient.newHttpClient();

  ConnectorsJob(URI connect, Duration bound) {
    this.connect = connect;
    this.bound = bound;
  }

  /**
   * @throws JobFailed when Connect refuses a configuration, or one does not run within the bound
   */
  void run(Path folder) throws IOException, InterruptedException {
    Patience patience = new Patience(bound, PAUSE);
    Map<String, JsonNode> connectors = read(folder);
    for (Map.Entry<String, JsonNode> connector : connectors.entrySet()) {
      patience.until(() -> refusal(connector.getKey(), connector.getValue()));
    }
    patience.until(() -> notRunning(connectors.keySet()));
  }

  /** One look: puts what differs, restarts what has failed, waits for nothing. */
  void restartFailed(Path folder) throws IOException, InterruptedException {
    Patience patience = new Patience(CALL, PAUSE);
    for (Map.Entry<String, JsonNode> connector : read(folder).entrySet()) {
      String name = connector.getKey();
      patience.until(() -> refusal(name, connector.getValue()));
      JsonNode status = JSON.readTree(call("GET", "/connectors/" + name + "/status", null).body());
      if (states(status).contains("FAILED")) {
        System.out.println(name + " has failed, restarting it: " + status);
        call(
            "POST",
            "/connectors/" + name + "/restart?includeTasks=true&onlyFailed=true",
            BodyPublishers.noBody());
      }
    }
  }

  /**
   * Puts it, unless it is there. A worker that regroups answers 409, one that starts 404 or 503.
   *
   * @throws JobFailed for a 400: a wrong configuration stays wrong
   */
  private String refusal(String name, JsonNode wanted) throws InterruptedException {
    String refusal = tryPut(name, wanted);
    if (refusal.startsWith("400")) {
      throw new JobFailed(name + ": " + refusal);
    }
    return refusal.isEmpty() ? "" : name + ": " + refusal;
  }

  private String tryPut(String name, JsonNode wanted) throws InterruptedException {
    String path = "/connectors/" + name + "/config";
    try {
      HttpResponse<String> there = call("GET", path, null);
      if (there.statusCode() == 200) {
        ObjectNode config = (ObjectNode) JSON.readTree(there.body());
        config.remove("name");
        if (config.equals(wanted)) {
          return "";
        }
      }
      HttpResponse<String> answer = call("PUT", path, BodyPublishers.ofString(wanted.toString()));
      if (answer.statusCode() / 100 == 2) {
        System.out.println("put connector " + name);
        return "";
      }
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "Connect does not answer: " + e;
    }
  }

  private String notRunning(Set<String> connectors) throws InterruptedException {
    List<String> lacking = new ArrayList<>();
    for (String name : connectors) {
      try {
        HttpResponse<String> answer = call("GET", "/connectors/" + name + "/status", null);
        List<String> states =
            answer.statusCode() == 200 ? states(JSON.readTree(answer.body())) : List.of();
        // The connector and at least one task.
        if (states.size() < 2 || !states.stream().allMatch("RUNNING"::equals)) {
          lacking.add(name + " " + answer.body());
        }
      } catch (IOException e) {
        lacking.add(name + " " + e);
      }
    }
    return lacking.isEmpty() ? "" : "do not run: " + String.join("; ", lacking);
  }

  private static List<String> states(JsonNode status) {
    List<String> states = new ArrayList<>();
    states.add(status.path("connector").path("state").asString(""));
    status.path("tasks").forEach(task -> states.add(task.path("state").asString("")));
    return states;
  }

  private HttpResponse<String> call(String method, String path, @Nullable BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(connect.resolve(path))
            .header("Content-Type", "application/json")
            .timeout(CALL)
            .method(method, body == null ? BodyPublishers.noBody() : body)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static Map<String, JsonNode> read(Path folder) throws IOException {
    Map<String, JsonNode> connectors = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        JsonNode connector = JSON.readTree(Files.readString(file));
        connectors.put(connector.path("name").asString(), connector.path("config"));
      }
    }
    if (connectors.isEmpty()) {
      throw new JobFailed("no connectors in " + folder);
    }
    return connectors;
  }
}
