package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ReadsAll;
import dev.vitrine.query.view.ReadyView;
import dev.vitrine.query.view.ViewStore.Views;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What is answered when both stores are away, by somebody who knows how old it is. */
class StaleBatchTest {
  @Test
  void a_batch_is_as_old_as_the_oldest_in_it() {
    HttpHeaders headers = batch(Map.of("a", 0L, "b", 12L, "c", 3L));
    assertThat(headers.getFirst("Age")).isEqualTo("12");
    assertThat(headers.getFirst("Warning")).startsWith("110 ");
  }

  @Test
  void a_batch_of_the_newest_says_nothing_of_its_age() {
    HttpHeaders headers = batch(Map.of("a", 0L, "b", 0L));
    assertThat(headers.getFirst("Age")).isNull();
    assertThat(headers.getFirst("Warning")).isNull();
  }

  @Test
  void that_a_product_is_gone_may_be_old_too() {
    ProblemException gone = Missing.notPublished(new ProductRead.Gone("a", found("a", true, 7)));
    assertThat(gone.problem().headers()).containsEntry("Age", "7").containsKey("Warning");
    ProblemException now = Missing.notPublished(new ProductRead.Gone("a", found("a", true, 0)));
    assertThat(now.problem().headers()).doesNotContainKeys("Age", "Warning");
  }

  private static HttpHeaders batch(Map<String, Long> ages) {
    ReadsAll views =
        _ -> {
          Map<ViewKey, FoundView> found = new HashMap<>();
          ages.forEach((id, age) -> found.put(new ViewKey.Product(id), found(id, false, age)));
          return Mono.just(new Views(found, Set.of(), Set.of()));
        };
    JsonMapper json = JsonMapper.builder().build();
    String ids = String.join(",", ages.keySet());
    ServerRequest request =
        ServerRequest.create(
            MockServerWebExchange.from(MockServerHttpRequest.get("/v1/products?ids=" + ids)),
            List.of());
    ServerResponse answer =
        Objects.requireNonNull(
            new BatchRoutes(new Products(views, json), json)
                .routes()
                .route(request)
                .flatMap(
                    handler -> {
                      try {
                        return handler.handle(request);
                      } catch (Exception e) {
                        return Mono.error(e);
                      }
                    })
                .block());
    return answer.headers();
  }

  private static FoundView found(String id, boolean gone, long staleSeconds) {
    byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    return FoundView.near(
        new ReadyView(new StoredView(ViewVersion.ofSequence(1), gone, body)), staleSeconds);
  }
}
