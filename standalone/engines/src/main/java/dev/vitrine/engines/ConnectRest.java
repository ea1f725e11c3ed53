package dev.vitrine.engines;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What tests need of Connect's REST interface. */
final class ConnectRest {
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");

  private final URI uri;

  ConnectRest(URI uri) {
    this.uri = uri;
  }

  URI uri() {
    return uri;
  }

  void create(String json) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri.resolve("/connectors"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    var answer = sendWhileRebalancing(request);
    if (answer.statusCode() != 201) {
      throw new EngineFailure("Connect refused a connector: " + answer.body());
    }
  }

  void remove(String name) throws IOException, InterruptedException {
    var answer =
        sendWhileRebalancing(HttpRequest.newBuilder(uri.resolve("/connectors/" + name)).DELETE());
    if (answer.statusCode() != 204) {
      throw new EngineFailure("Connect did not remove " + name + ": " + answer.body());
    }
  }

  /** Offsets can be deleted once the connector has stopped, which takes a moment. */
  void forgetOffsets(String name) throws IOException, InterruptedException {
    URI connector = uri.resolve("/connectors/" + name + "/");
    put(connector.resolve("stop"));
    long deadline = System.nanoTime() + WITHIN.toNanos();
    var deleted = send(HttpRequest.newBuilder(connector.resolve("offsets")).DELETE());
    while (deleted.statusCode() != 200 && System.nanoTime() < deadline) {
      pause();
      deleted = send(HttpRequest.newBuilder(connector.resolve("offsets")).DELETE());
    }
    if (deleted.statusCode() != 200) {
      throw new EngineFailure("Connect kept the offsets of " + name + ": " + deleted.body());
    }
    put(connector.resolve("resume"));
  }

  private void put(URI call) throws IOException, InterruptedException {
    var answer = sendWhileRebalancing(HttpRequest.newBuilder(call).PUT(BodyPublishers.noBody()));
    if (answer.statusCode() / 100 != 2) {
      throw new EngineFailure("Connect refused " + call + ": " + answer.body());
    }
  }

  String status(String name) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri.resolve("/connectors/" + name + "/status"))).body();
  }

  void awaitRunning(String name) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      String status = status(name);
      var states = STATE.matcher(status).results().map(found -> found.group(1)).toList();
      if (states.size() > 1 && states.stream().allMatch("RUNNING"::equals)) {
        return;
      }
      if (states.contains("FAILED") || System.nanoTime() > deadline) {
        throw new EngineFailure("connector " + name + " does not run: " + status);
      }
      pause();
    }
  }

  /** 409 is Connect's answer while its group forms; a name that is taken gets one as well. */
  private HttpResponse<String> sendWhileRebalancing(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      var answer = send(request);
      if (answer.statusCode() != 409
          || answer.body().contains("already exists")
          || System.nanoTime() > deadline) {
        return answer;
      }
      pause();
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.timeout(WITHIN).build(), BodyHandlers.ofString());
    }
  }

  private static void pause() throws InterruptedException {
    // Nothing to be told by: Connect has no call that waits for a state.
    var unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
  }
}
