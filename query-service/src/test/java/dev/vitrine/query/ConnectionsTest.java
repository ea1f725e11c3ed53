package dev.vitrine.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Shop.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.resources.ConnectionProvider;

/** How a connection ends: after its last request, and when its replica does. */
@ExtendWith(Shop.Provided.class)
class ConnectionsTest {
  private static final int REQUESTS = 3;

  private static Shop shop;
  private static Shop limited;

  @BeforeAll
  static void start(Shop provided) {
    shop = provided;
    limited = shop.replica("--server.netty.max-keep-alive-requests=" + REQUESTS);
  }

  private static Socket connect(Shop replica) throws IOException {
    URI base = URI.create(replica.base());
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** So that clients come to know a replica that was added. */
  @ParameterizedTest
  @ValueSource(strings = {"", "?minVersion=0"}) // answered below WebFlux, and by its routes
  void the_last_request_of_a_connection_is_told_so(String query) throws IOException {
    String id = Shop.fresh("p");
    shop.stores.product(Samples.product(id, 1));
    String request = "GET /v1/products/" + id + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (Socket socket = connect(limited)) {
      socket.getOutputStream().write(request.repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII));
      // To the end, which the server makes.
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] answers = all.split("(?=HTTP/1\\.1 )", -1);
      assertThat(answers).hasSize(REQUESTS).allMatch(one -> one.startsWith("HTTP/1.1 200 "));
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(answers[i].toLowerCase(Locale.ROOT).contains("\r\nconnection: close"))
            .as("of the answer " + (i + 1))
            .isEqualTo(i == REQUESTS - 1);
      }
    }
  }

  private static HttpClient h2c() {
    return HttpClient.create(ConnectionProvider.newConnection())
        .protocol(HttpProtocol.H2C)
        .responseTimeout(Duration.ofSeconds(30));
  }

  private record Http2Answer(int status, @Nullable String etag, String body) {
    static Http2Answer of(HttpClient client, String uri) {
      return requireNonNull(
          client
              .get()
              .uri(uri)
              .responseSingle(
                  (answer, body) ->
                      body.asString()
                          .defaultIfEmpty("")
                          .map(
                              text ->
                                  new Http2Answer(
                                      answer.status().code(),
                                      answer.responseHeaders().get("ETag"),
                                      text)))
              .block(Duration.ofSeconds(30)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?minVersion=0"})
  void http_2_without_tls_answers_as_http_1_does(String query) {
    String id = Shop.fresh("p");
    shop.stores.product(Samples.product(id, 1));
    String path = "/v1/products/" + id + query;
    Answer expected = shop.get(path);
    Http2Answer answer = Http2Answer.of(h2c(), shop.base() + path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.etag()).isEqualTo(expected.header("ETag"));
    assertThat(answer.body()).isEqualTo(new String(expected.body(), StandardCharsets.UTF_8));
    assertThat(
            Http2Answer.of(
                    h2c().headers(all -> all.set("If-None-Match", requireNonNull(answer.etag()))),
                    shop.base() + path)
                .status())
        .isEqualTo(304);
  }

  /** A client that has heard of the bound by then does not send them at all. */
  @Test
  void the_headers_of_an_http_2_request_are_bounded_too() {
    assertThat(withHeaderOf(7_000)).contains(404);
    assertThat(withHeaderOf(9_000)).isIn(Optional.empty(), Optional.of(431));
  }

  /** Empty where it was not sent. */
  private static Optional<Integer> withHeaderOf(int length) {
    HttpClient client = h2c().headers(all -> all.set("X-Large", "x".repeat(length)));
    String path = shop.base() + "/v1/products/" + Shop.fresh("p");
    try {
      return Optional.of(Http2Answer.of(client, path).status());
    } catch (RuntimeException e) {
      assertThat(e).hasCauseInstanceOf(PrematureCloseException.class);
      return Optional.empty();
    }
  }

  /** Threads of its own: it ends before the others of this JVM, which share theirs. */
  static final class OwnThreads {
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
      var threads = new ReactorResourceFactory();
      threads.setUseGlobalResources(false);
      return threads;
    }
  }

  @Test
  void a_replica_that_ends_takes_no_connection_and_answers_what_it_was_asked() throws Exception {
    Shop ending =
        shop.replica(
            "--spring.main.sources=" + OwnThreads.class.getName(),
            // For a machine that stands still.
            "--spring.lifecycle.timeout-per-shutdown-phase=30s",
            "--vitrine.wait.longest=30s");
    String id = Shop.fresh("p");
    shop.stores.product(Samples.product(id, 1));
    String path = "/v1/products/" + id;
    assertThat(ending.get(path).status()).isEqualTo(200);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> ending.get(path + "?minVersion=2", "Prefer", "wait=30"));
    // Each look of the one that waits is a miss, since it is not enough.
    double before = misses(ending);
    await().until(() -> misses(ending) > before + 2);

    CompletableFuture<Void> end = CompletableFuture.runAsync(ending::close);

    await()
        .untilAsserted(
            () -> assertThatThrownBy(() -> connect(ending)).isInstanceOf(ConnectException.class));
    // A server that is not graceful waits for three seconds.
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !waiting.isDone() && !end.isDone());
    // Only there, so that Redis must have been left to those that still ask it.
    shop.stores.toRedis(new ViewKey.Product(id), Stores.view(2, Samples.product(id, 2)));
    Answer answer = waiting.get(30, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("2");
    assertThat(answer.header("Vitrine-Source")).isEqualTo("redis");
    end.get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> connect(ending)).isInstanceOf(ConnectException.class);
  }

  private static double misses(Shop replica) {
    return replica.count("vitrine.reads", "source", "near", "outcome", "absent");
  }
}
