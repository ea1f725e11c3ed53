package dev.vitrine.query.product;

import dev.vitrine.contract.view.VersionTag;
import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.view.FoundView;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** One product: by id, SKU or slug. */
final class ProductRoutes {
  private final Products products;
  private final VersionWait wait;

  ProductRoutes(Products products, VersionWait wait) {
    this.products = products;
    this.wait = wait;
  }

  RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at("/v1/products/{id}", this::byId)
        .and(
            ReadRoutes.at("/v1/skus/{sku}", request -> bySku(request, request.pathVariable("sku"))))
        .and(
            ReadRoutes.at(
                "/v1/skus", request -> bySku(request, Parameters.required(request, "sku"))))
        .and(ReadRoutes.at("/v1/slugs/{slug}", this::bySlug));
  }

  private Mono<ServerResponse> byId(ServerRequest request) {
    String id = Parameters.id(request.pathVariable("id"));
    return read(request, false, seen -> products.byId(id, seen))
        .flatMap(
            read ->
                switch (read) {
                  case ProductRead.Live(String _, FoundView found) ->
                      Answers.stored(request, found);
                  case ProductRead.Gone gone -> Mono.error(() -> Missing.notPublished(gone));
                  case ProductRead.Unknown _ -> Mono.error(() -> Missing.unknownProduct(id));
                });
  }

  private Mono<ServerResponse> bySku(ServerRequest request, String text) {
    String sku = Parameters.sku(text);
    return read(request, true, seen -> products.bySku(sku, seen))
        .flatMap(read -> throughPointer(request, read, () -> Missing.unknownSku(sku)));
  }

  private Mono<ServerResponse> bySlug(ServerRequest request) {
    String slug = Parameters.slug(request.pathVariable("slug"));
    return read(request, true, seen -> products.bySlug(slug, seen))
        .flatMap(read -> throughPointer(request, read, () -> Missing.unknownSlug(slug)));
  }

  private Mono<ProductRead> read(
      ServerRequest request, boolean throughPointer, Function<Seen, Mono<ProductRead>> read) {
    return wait.read(request, throughPointer, read, ProductRead::satisfies);
  }

  /**
   * The product behind a SKU or slug may become another one with the same version, so the entity
   * tag holds the id too.
   */
  private static Mono<ServerResponse> throughPointer(
      ServerRequest request, ProductRead read, Supplier<ProblemException> unknown) {
    return switch (read) {
      case ProductRead.Live(String id, FoundView found) ->
          Answers.stored(
              request,
              found,
              new VersionTag(found.view().version(), id).text(),
              Map.of("Content-Location", "/v1/products/" + id));
      case ProductRead.Gone gone -> Mono.error(() -> Missing.notPublished(gone));
      case ProductRead.Unknown _ -> Mono.error(unknown);
    };
  }
}
