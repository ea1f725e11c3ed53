package dev.vitrine.standalone.bootstrap;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registers the connectors of {@code connectors/config} and waits until they run. */
public final class Connectors {
  private static final List<String> FILES =
      List.of("relay.json", "dynamodb-sink.json", "redis-sink.json");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Path configs;
  private final ConnectRest connect;
  private final CountDownLatch stopped;

  /**
   * @param stopped ends every waiting here
   */
  public Connectors(Path configs, ConnectRest connect, CountDownLatch stopped) {
    this.configs = configs;
    this.connect = connect;
    this.stopped = stopped;
  }

  /**
   * Puts every configuration, also over an older one.
   *
   * @throws StandaloneException when Connect refuses one, or is busy for longer than the bound
   */
  public void register(Duration bound) throws InterruptedException {
    long until = System.nanoTime() + bound.toNanos();
    for (String file : FILES) {
      JsonNode connector = read(configs.resolve(file));
      String name = connector.path("name").asString("");
      String refusal = tryPut(name, connector.path("config"));
      // While its workers regroup Connect refuses with 409; a wrong configuration stays wrong.
      while (!refusal.isEmpty()) {
        if (System.nanoTime() > until || pause()) {
          throw new StandaloneException("connector " + name + ": " + refusal);
        }
        refusal = tryPut(name, connector.path("config"));
      }
    }
  }

  /**
   * @throws StandaloneException naming the connectors that do not run within the bound
   */
  public void awaitRunning(Duration bound) throws InterruptedException {
    long until = System.nanoTime() + bound.toNanos();
    String lacking = lacking();
    while (!lacking.isEmpty()) {
      if (System.nanoTime() > until || pause()) {
        throw new StandaloneException("connectors do not run: " + lacking);
      }
      lacking = lacking();
    }
  }

  private String lacking() throws InterruptedException {
    try {
      List<ConnectRest.Status> all = connect.statuses();
      List<String> lacking =
          all.stream()
              .filter(status -> !status.isRunning())
              .map(s -> s.name() + " " + s.state() + " " + s.tasks() + " " + s.trace())
              .toList();
      if (all.size() < FILES.size()) {
        return "only " + all.size() + " of " + FILES.size() + " are there";
      }
      return String.join("; ", lacking);
    } catch (IOException e) {
      return "Connect does not answer: " + e;
    }
  }

  private String tryPut(String name, JsonNode config) throws InterruptedException {
    try {
      return connect.put(name, config);
    } catch (IOException e) {
      return "Connect does not answer: " + e;
    }
  }

  private boolean pause() throws InterruptedException {
    return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new StandaloneException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
