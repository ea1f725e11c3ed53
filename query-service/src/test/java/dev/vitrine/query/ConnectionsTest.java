package dev.vitrine.query;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

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
