package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the command side itself holds, as the views that must follow from it. */
final class CommandState {
  /** Until the head of the answer; its lines then come as fast as they are made. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Http http;
  private final String url;
  private final String token;
  private final ExpectedViews expected;

  CommandState(Http http, String url, String token, ExpectedViews expected) {
    this.http = http;
    this.url = url;
    this.token = token;
    this.expected = expected;
  }

  /**
   * Every view there must be; those of products first.
   *
   * @throws StandaloneException when the state cannot be read to its end
   */
  void views(Consumer<View> to) throws InterruptedException {
    lines("/v1/state/products", line -> expected.ofProduct(line, to));
    lines("/v1/state/claims", line -> expected.ofClaim(line, to));
    lines("/v1/state/categories", line -> expected.ofCategories(line, to));
  }

  private void lines(String path, Consumer<JsonNode> to) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer =
          http.client()
              .send(
                  Http.request(url + path, BOUND)
                      .header("Authorization", "Bearer " + token)
                      .GET()
                      .build(),
                  BodyHandlers.ofInputStream());
      try (var in =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        if (answer.statusCode() != 200) {
          throw new StandaloneException(path + " answers " + answer.statusCode());
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (!line.isBlank()) {
            to.accept(JSON.readTree(line));
          }
        }
      }
    } catch (IOException | JacksonException e) {
      throw new StandaloneException("the command side's " + path + " cannot be read: " + e, e);
    }
  }
}
