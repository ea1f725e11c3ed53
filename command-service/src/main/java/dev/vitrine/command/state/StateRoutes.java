package dev.vitrine.command.state;

import dev.vitrine.command.category.TreeReader;
import dev.vitrine.command.web.Answer;
import dev.vitrine.command.web.Calls;
import dev.vitrine.command.web.Resource;
import dev.vitrine.command.web.Workers;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /v1/state}: what the audit compares the stores with. Streamed page by page, each page read
 * when the client has taken the one before, so that a slow client holds no connection and no
 * memory.
 */
@Configuration(proxyBeanMethods = false)
class StateRoutes {
  private final Calls calls;
  private final Workers workers;
  private final ProductStateReader products;
  private final ClaimStateReader claims;
  private final TreeReader tree;

  StateRoutes(
      Calls calls,
      Workers workers,
      ProductStateReader products,
      ClaimStateReader claims,
      TreeReader tree) {
    this.calls = calls;
    this.workers = workers;
    this.products = products;
    this.claims = claims;
    this.tree = tree;
  }

  @Bean
  RouterFunction<ServerResponse> stateRouter() {
    return Resource.at("/v1/state/products")
        .get(request -> stream(request, products::read))
        .routes()
        .and(Resource.at("/v1/state/claims").get(request -> stream(request, claims::read)).routes())
        .and(
            Resource.at("/v1/state/categories")
                .get(request -> calls.get(request, this::categories))
                .routes());
  }

  /** Version -1 when there never was a category. */
  private Answer categories() {
    TreeReader.Current current = tree.replay();
    return Answer.ok(current.tree().view(current.version(), current.updatedAt()));
  }

  private Mono<ServerResponse> stream(ServerRequest request, Function<String, Page> pages) {
    Calls.requireAccepts(request, MediaType.APPLICATION_NDJSON);
    return workers
        .call(() -> pages.apply("")) // a failure here is still a problem document
        .flatMap(
            first -> {
              Flux<DataBuffer> body =
                  Mono.just(first)
                      .expand(
                          page -> Mono.justOrEmpty(page.next()).flatMap(next -> page(pages, next)))
                      .map(page -> DefaultDataBufferFactory.sharedInstance.wrap(page.lines()));
              return ServerResponse.ok()
                  .contentType(MediaType.APPLICATION_NDJSON)
                  .body(BodyInserters.fromDataBuffers(body));
            });
  }

  private Mono<Page> page(Function<String, Page> pages, String after) {
    return workers.call(() -> pages.apply(after));
  }
}
