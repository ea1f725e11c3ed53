package dev.vitrine.standalone.bootstrap;

import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import dev.vitrine.standalone.imports.ImportClient;
import dev.vitrine.standalone.imports.ImportClient.Upload;
import dev.vitrine.standalone.imports.ImportProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** The project's own few products, so that a new stack shows something at once. */
public final class SampleCatalog {
  /** A product of the sample, for printed examples. */
  public static final String PRODUCT = "desk-lamp-arco";

  public static final String SKU = "DL-01-BLA";

  public static final String CATEGORY = "desk-lamps";

  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ports ports;
  private final String token;

  /**
   * @param token of an admin
   */
  public SampleCatalog(Ports ports, String token) {
    this.ports = ports;
    this.token = token;
  }

  /**
   * Imports and publishes the sample. What is there already stays as it is.
   *
   * @return how many products it has
   * @throws StandaloneException when the import is refused or fails
   */
  public long load() throws InterruptedException {
    try (var client = new ImportClient(ports.commandUrl(), token)) {
      ImportProgress end =
          client.follow(
              client.start(new Upload("jsonl", true, null), BodyPublishers.ofByteArray(bytes())),
              progress -> {});
      if (!end.isDone() || end.rejected() > 0) {
        throw new StandaloneException(
            "the sample catalog was not taken: " + end.rejected() + " rejected " + end.error());
      }
      return end.accepted();
    }
  }

  /**
   * Waits until all of it can be read at the query service.
   *
   * @throws StandaloneException when that takes longer than the bound
   */
  public void awaitReadable(Duration bound, CountDownLatch stopped) throws InterruptedException {
    long until = System.nanoTime() + bound.toNanos();
    try (var http = new Http()) {
      for (String id : ids()) {
        while (!http.answers(ports.queryUrl() + "/v1/products/" + Http.encode(id), PROBE)) {
          if (System.nanoTime() > until || stopped.await(50, TimeUnit.MILLISECONDS)) {
            throw new StandaloneException(
                "the sample's " + id + " cannot be read after " + bound.toSeconds() + " s");
          }
        }
      }
    }
  }

  private static List<String> ids() {
    return new String(bytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> JSON.readTree(line).path("id").asString())
        .toList();
  }

  private static byte[] bytes() {
    try (InputStream in = SampleCatalog.class.getResourceAsStream("/sample/catalog.jsonl")) {
      if (in == null) {
        throw new IllegalStateException("the sample is missing from the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
