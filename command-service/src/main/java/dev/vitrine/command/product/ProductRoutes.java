package dev.vitrine.command.product;

import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.command.web.Answer;
import dev.vitrine.command.web.Calls;
import dev.vitrine.command.web.Posted;
import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import dev.vitrine.command.web.Resource;
import dev.vitrine.contract.Limits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/products}. */
@Configuration(proxyBeanMethods = false)
class ProductRoutes {
  private final Calls calls;
  private final Products products;
  private final ProductReader reader;

  ProductRoutes(Calls calls, Products products, ProductReader reader) {
    this.calls = calls;
    this.products = products;
    this.reader = reader;
  }

  @Bean
  RouterFunction<ServerResponse> productRouter() {
    return Resource.at("/v1/products")
        .post(request -> calls.post(request, this::create))
        .routes()
        .and(Resource.at("/v1/products/{id}").get(this::read).routes())
        .and(Resource.at("/v1/products/{id}/actions").post(this::change).routes());
  }

  private Answer create(Posted posted) {
    ProductDraft draft = ProductDocument.read(posted.body(), CategoryNames.IDS);
    Products.Changed created = products.create(draft, posted.changeSet());
    return Answer.created("/v1/products/" + created.id(), created).tagged(created.version());
  }

  private Mono<ServerResponse> change(ServerRequest request) {
    String id = request.pathVariable("id");
    return calls.post(
        request,
        posted -> {
          var actions = ActionsDocument.read(posted.body());
          requirePossible(id);
          Products.Changed changed =
              products.change(id, actions, posted.expected(), posted.changeSet());
          return Answer.ok(changed).tagged(changed.version());
        });
  }

  private Mono<ServerResponse> read(ServerRequest request) {
    if (request.queryParam("version").isPresent() || request.queryParam("asOf").isPresent()) {
      throw new ProblemException(
          Problem.of(ProblemType.NOT_SUPPORTED_YET, "Earlier versions cannot be read yet."));
    }
    String id = request.pathVariable("id");
    return calls.get(
        request,
        () -> {
          requirePossible(id);
          StoredProduct product =
              reader.read(id).orElseThrow(() -> new Rejected(new Rejection.UnknownProduct(id)));
          return Answer.ok(product.view()).tagged(product.version());
        });
  }

  /** A product cannot have an id that is none; looking it up would only bother the database. */
  private static void requirePossible(String id) {
    if (!Limits.ID.matcher(id).matches()) {
      throw new Rejected(new Rejection.UnknownProduct(id));
    }
  }
}
