package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the query service as a shopper does. */
final class QueryClient {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** The service shares its machine with DynamoDB Local here: more only makes it answer 503. */
  private static final int AT_ONCE = 2;

  /** Answers of 503 to one question before the audit gives up. */
  private static final int BUSY = 60;

  private static final Set<Integer> ANSWERS = Set.of(200, 404, 500);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Http http;
  private final String url;

  QueryClient(Http http, String url) {
    this.http = http;
    this.url = url;
  }

  /** One thing to ask. */
  @FunctionalInterface
  interface Question<T> {
    void ask(T about) throws InterruptedException;
  }

  /**
   * @param status of HTTP: 200, 404 or 500
   * @param body JSON of each
   */
  record Answer(int status, JsonNode body) {
    boolean found() {
      return status == 200;
    }

    /**
     * @throws Store.UnreadableItem when it is a fault
     */
    Answer readable() throws Store.UnreadableItem {
      if (status == 500) {
        throw new Store.UnreadableItem("is answered by a 500");
      }
      return this;
    }
  }

  /**
   * Asks again, bounded, while the service says that it is busy.
   *
   * @throws StandaloneException when there is no answer, or another than found, not found, and a
   *     fault, which one unreadable item can be the cause of
   */
  Answer get(String path) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(Http.request(url + path, BOUND).GET().build());
      for (int busy = 0; answer.statusCode() == 503 && busy < BUSY; busy++) {
        Pause.of(BETWEEN);
        answer = http.send(Http.request(url + path, BOUND).GET().build());
      }
      if (!ANSWERS.contains(answer.statusCode())) {
        throw new StandaloneException("GET " + path + " answers " + answer.statusCode());
      }
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException | JacksonException e) {
      throw new StandaloneException("GET " + path + ": " + e, e);
    }
  }

  /** Some questions at once, until all are answered. */
  <T> void askAll(Collection<T> about, Question<T> question) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> asked = new ArrayList<>();
      for (T one : about) {
        asked.add(
            threads.submit(
                () -> {
                  question.ask(one);
                  return null;
                }));
      }
      for (Future<?> one : asked) {
        Waiting.on(one);
      }
    }
  }
}
