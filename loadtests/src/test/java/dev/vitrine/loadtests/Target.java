package dev.vitrine.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The running system: {@code -Dvitrine.query.url}, {@code -Dvitrine.command.url} and, for who
 * changes something, the environment's {@code VITRINE_TOKEN}.
 */
final class Target {
  static final String QUERY = System.getProperty("vitrine.query.url", "http://127.0.0.1:8080");
  static final String COMMAND = System.getProperty("vitrine.command.url", "http://127.0.0.1:8081");

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Target() {}

  /** As a storefront reads: connections stay open and bodies come compressed. */
  static HttpProtocolBuilder protocol() {
    return HttpDsl.http
        .baseUrl(QUERY)
        .acceptHeader("application/json")
        .acceptEncodingHeader("gzip")
        .userAgentHeader("vitrine-load")
        .shareConnections()
        // A page is asked for anew, and says itself when it was seen before.
        .disableCaching();
  }

  /**
   * @throws IllegalStateException when there is none
   */
  static String authorization() {
    String token = System.getenv("VITRINE_TOKEN");
    if (token == null) {
      throw new IllegalStateException(
          "this simulation changes products: set VITRINE_TOKEN=$(./vitrine token)");
    }
    return "Bearer " + token;
  }

  static JsonNode read(String path) {
    return send(QUERY + path, HttpRequest.newBuilder());
  }

  static JsonNode act(String product, String actions) {
    return send(
        COMMAND + "/v1/products/" + product + "/actions",
        HttpRequest.newBuilder()
            .header("Authorization", authorization())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(actions)));
  }

  private static JsonNode send(String url, HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> answer =
          CLIENT.send(
              request.uri(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " from " + url);
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
