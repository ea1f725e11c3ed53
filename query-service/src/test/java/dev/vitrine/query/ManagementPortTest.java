package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/** In a cluster the actuator has a port of its own, which the gateway does not reach. */
@ExtendWith(Shop.Provided.class)
class ManagementPortTest {
  private static Shop replica;
  private static String id;
  private static URI management;

  @BeforeAll
  static void start(Shop shop) {
    replica = shop.replica("--management.server.port=0", "--management.server.address=127.0.0.1");
    id = Shop.fresh("managed");
    shop.stores.product(Samples.product(id, 1));
    management =
        URI.create(
            "http://127.0.0.1:"
                + ((ApplicationContext) replica.beans())
                    .getEnvironment()
                    .getRequiredProperty("local.management.port"));
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(management.resolve(path)).timeout(Duration.ofSeconds(30)).build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void the_actuator_answers_there_and_only_there() throws Exception {
    assertThat(get("/actuator/health/liveness").body()).contains("\"UP\"");
    assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(200);
    assertThat(replica.get("/actuator/health/liveness").status()).isEqualTo(404);
  }

  @Test
  void products_do_not() throws Exception {
    assertThat(replica.get("/v1/products/" + id).status()).isEqualTo(200);
    for (String path : new String[] {"/v1/products/" + id, "/v1/skus/A;B", "/v1/categories"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.headers().firstValue("Vitrine-Version")).as(path).isEmpty();
      assertThat(answer.body()).as(path).doesNotContain("urn:vitrine:problem");
    }
  }
}
