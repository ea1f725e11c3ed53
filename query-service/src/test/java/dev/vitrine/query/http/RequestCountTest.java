package dev.vitrine.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The autoscaler asks for requests a second: observability/prometheus-adapter-values.yaml. */
@ExtendWith(Shop.Provided.class)
class RequestCountTest {
  private final Shop shop;
  private final String id = Shop.fresh("p");

  RequestCountTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void every_request_counts_once_whoever_answers_it() {
    shop.stores.product(Samples.product(id, 1));
    // Below WebFlux, then by its routes.
    Answer read = counted(() -> shop.get("/v1/products/" + id));
    String tag = read.header("ETag");
    assertThat(counted(() -> shop.get("/v1/products/" + id, "If-None-Match", tag)).status())
        .isEqualTo(304);
    assertThat(counted(() -> shop.get("/v1/products/not-here-" + id)).status()).isEqualTo(404);
    assertThat(counted(() -> shop.get("/v1/products/" + id + "?minVersion=1")).status())
        .isEqualTo(200);
    assertThat(counted(() -> shop.get("/v1/slugs/not-here-" + id)).status()).isEqualTo(404);
    counted(() -> shop.get("/v1/categories"));
    counted(() -> shop.get("/v1/products?category=lighting"));
    assertThat(counted(() -> shop.get("/v1/nowhere")).status()).isEqualTo(404);
  }

  @Test
  void a_batch_is_one_request_of_many_looks() {
    shop.stores.product(Samples.product(id, 1));
    double looks = shop.count("vitrine.reads");
    assertThat(counted(() -> shop.get("/v1/products?ids=" + id + ",a,b,c")).status())
        .isEqualTo(200);
    assertThat(shop.count("vitrine.reads")).isGreaterThanOrEqualTo(looks + 4);
  }

  private Answer counted(Supplier<Answer> request) {
    long before = shop.requests();
    Answer answer = request.get();
    await().untilAsserted(() -> assertThat(shop.requests()).isEqualTo(before + 1));
    return answer;
  }
}
