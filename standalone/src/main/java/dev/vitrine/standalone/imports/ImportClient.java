package dev.vitrine.standalone.imports;

import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the import API: upload, progress, rejections. */
public final class ImportClient implements AutoCloseable {
  private static final Duration UPLOAD = Duration.ofMinutes(30);
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(250);

  /** A command service that was killed is back within half a minute; the import resumes then. */
  private static final Duration AWAY = Duration.ofMinutes(2);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Http http = new Http();
  private final String commandUrl;
  private final String token;

  public ImportClient(String commandUrl, String token) {
    this.commandUrl = commandUrl;
    this.token = token;
  }

  /**
   * @param format name of the import API
   * @param currency of prices that do not say theirs; null when the file says it
   */
  public record Upload(String format, boolean publish, @Nullable String currency) {}

  /**
   * Uploads and returns where the import is to be followed.
   *
   * @throws StandaloneException with the service's reason when it refuses
   */
  public URI start(Upload upload, BodyPublisher content) throws InterruptedException {
    String currency = upload.currency();
    String url =
        commandUrl
            + "/v1/imports?format="
            + Http.encode(upload.format())
            + (upload.publish() ? "&publish=true" : "")
            + (currency == null ? "" : "&currency=" + Http.encode(currency));
    try {
      HttpResponse<byte[]> answer =
          http.send(
              Http.request(url, UPLOAD)
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/octet-stream")
                  .POST(content)
                  .build());
      if (answer.statusCode() != 202) {
        throw new StandaloneException("refused: " + Problems.describe(answer));
      }
      return answer
          .headers()
          .firstValue("Location")
          .map(URI.create(commandUrl)::resolve)
          .orElseThrow(() -> new StandaloneException("the answer names no import (no Location)"));
    } catch (IOException e) {
      throw new StandaloneException("the upload broke off: " + e, e);
    }
  }

  /**
   * Follows an import to its end, over restarts of the command service too.
   *
   * @throws StandaloneException when the service refuses, or stays away
   */
  public ImportProgress follow(URI location, Consumer<ImportProgress> listener)
      throws InterruptedException {
    long lastAnswer = System.nanoTime();
    while (true) {
      try {
        ImportProgress progress = progress(location);
        lastAnswer = System.nanoTime();
        listener.accept(progress);
        if (progress.isOver()) {
          return progress;
        }
      } catch (IOException e) {
        if (System.nanoTime() - lastAnswer > AWAY.toNanos()) {
          throw new StandaloneException("the command service stays away: " + e, e);
        }
      }
      Pause.of(POLL);
    }
  }

  private ImportProgress progress(URI location) throws IOException, InterruptedException {
    JsonNode json = get(location.toString());
    JsonNode error = json.path("error");
    return new ImportProgress(
        json.path("state").asString(""),
        error.isString() ? error.asString() : null,
        json.path("read").asLong(0),
        json.path("accepted").asLong(0),
        json.path("rejected").asLong(0),
        json.path("total").asLong(0));
  }

  /**
   * The first rejected rows, one readable line each.
   *
   * @throws StandaloneException when they cannot be read
   */
  public List<String> rejections(URI location, int most) throws InterruptedException {
    try {
      List<String> lines = new ArrayList<>();
      for (JsonNode row : get(location + "/rejections?limit=" + most).path("items")) {
        lines.add(rejection(row));
      }
      return lines;
    } catch (IOException e) {
      throw new StandaloneException("the rejections cannot be read: " + e, e);
    }
  }

  private static String rejection(JsonNode row) {
    var text = new StringBuilder("line " + row.path("line").asLong(0));
    for (String field : List.of("id", "sku", "reason", "owner", "detail")) {
      if (row.path(field).isValueNode() && !row.path(field).isNull()) {
        text.append("  ").append(field).append(' ').append(row.path(field).asString(""));
      }
    }
    return text.toString();
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = call(url);
    if (answer.statusCode() >= 500) {
      throw new IOException("answer " + answer.statusCode());
    }
    if (answer.statusCode() != 200) {
      throw new StandaloneException(Problems.describe(answer));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("not JSON", e);
    }
  }

  private HttpResponse<byte[]> call(String url) throws IOException, InterruptedException {
    return http.send(
        Http.request(url, BOUND).header("Authorization", "Bearer " + token).GET().build());
  }

  @Override
  public void close() {
    http.close();
  }
}
