package dev.vitrine.connectors.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a release must be able to do, asked of its Services from inside the cluster. */
final class PathCheck {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI commands;
  private final URI queries;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  PathCheck(URI commands, URI queries, String token) {
    this.commands = commands;
    this.queries = queries;
    this.token = token;
  }

  /**
   * @throws JobFailed when an answer is not the one that is due
   */
  void run(String check) throws IOException, InterruptedException {
    switch (check) {
      case "bad-token" -> badToken();
      case "unknown-product" -> unknownProduct();
      case "change-travels" -> changeTravels();
      case "stale-version" -> staleVersion();
      default -> throw new JobFailed("no such check: " + check);
    }
  }

  /**
   * Without a token the service answers 401, and a mesh in front of it 403: to its proxies that is
   * somebody whom no policy allows.
   */
  private void badToken() throws IOException, InterruptedException {
    String product = "{\"id\":\"never\",\"name\":\"Never\"}";
    expect(401, post("/v1/products", product, "no-token-of-ours", null));
    HttpResponse<String> without = post("/v1/products", product, "", null);
    if (without.statusCode() != 403) {
      expect(401, without);
    }
  }

  private void unknownProduct() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/v1/products/helm-test-" + UUID.randomUUID());
    expect(404, answer);
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("application/problem+json")) {
      throw new JobFailed("a 404 of type " + type);
    }
  }

  private void changeTravels() throws IOException, InterruptedException {
    String id = create();
    HttpResponse<String> published =
        post(
            "/v1/products/" + id + "/actions",
            "{\"actions\":[{\"action\":\"publish\"}]}",
            token,
            null);
    expect(200, published);
    await(id, version(published), 200);
    retire(id);
  }

  /** Who works on an older version is told, and changes nothing. */
  private void staleVersion() throws IOException, InterruptedException {
    String id = create();
    String actions = "/v1/products/" + id + "/actions";
    String rename = "{\"actions\":[{\"action\":\"rename\",\"name\":\"%s\"}]}";
    HttpResponse<String> first = post(actions, rename.formatted("Second"), token, "\"0-1\"");
    expect(200, first);
    expect(412, post(actions, rename.formatted("Lost"), token, "\"0-1\""));
    HttpResponse<String> again = post(actions, rename.formatted("Second"), token, null);
    expect(200, again);
    if (version(again) != version(first)) {
      throw new JobFailed("a refused command changed " + id);
    }
    retire(id);
  }

  private String create() throws IOException, InterruptedException {
    String id = "helm-test-" + UUID.randomUUID();
    expect(201, post("/v1/products", "{\"id\":\"" + id + "\",\"name\":\"First\"}", token, null));
    return id;
  }

  /** A test leaves nothing that shoppers see. */
  private void retire(String id) throws IOException, InterruptedException {
    HttpResponse<String> retired =
        post(
            "/v1/products/" + id + "/actions",
            "{\"actions\":[{\"action\":\"retire\"}]}",
            token,
            null);
    expect(200, retired);
    await(id, version(retired), 404);
  }

  /**
   * Until the view of this version is there; before, the query service answers 503, or 404 to the
   * end of its wait.
   */
  private void await(String id, long version, int status) throws IOException, InterruptedException {
    new Patience(WITHIN, PAUSE)
        .until(
            () -> {
              HttpResponse<String> answer = get("/v1/products/" + id + "?minVersion=" + version);
              String seen = answer.headers().firstValue("Vitrine-Version").orElse("");
              return answer.statusCode() == status && seen.equals(Long.toString(version))
                  ? ""
                  : "version %d of %s is not readable as %d: %d %s"
                      .formatted(version, id, status, answer.statusCode(), answer.body());
            });
    System.out.printf("%s: version %d is readable as %d%n", id, version, status);
  }

  private static long version(HttpResponse<String> answer) {
    return JSON.readTree(answer.body()).path("version").asLong();
  }

  private static void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new JobFailed(
          "%s answered %d instead of %d: %s"
              .formatted(answer.uri(), answer.statusCode(), status, answer.body()));
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(queries.resolve(path))
            .header("Prefer", "wait=5")
            .timeout(Duration.ofSeconds(20))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(
      String path, String body, String bearer, @Nullable String ifMatch)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(commands.resolve(path))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(BodyPublishers.ofString(body));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
