package dev.vitrine.query.category;

import dev.vitrine.query.category.CategoryTree.CategoryView;
import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.product.VersionWait;
import dev.vitrine.query.view.AtLeast;
import dev.vitrine.query.view.FoundView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The category tree and its nodes. */
final class CategoryRoutes {
  /** A catalog without categories has a tree too, which nothing wrote yet. */
  private static final byte[] NO_CATEGORIES =
      "{\"categories\":[]}".getBytes(StandardCharsets.US_ASCII);

  private final Categories categories;
  private final VersionWait wait;
  private final JsonMapper json;

  CategoryRoutes(Categories categories, VersionWait wait, JsonMapper json) {
    this.categories = categories;
    this.wait = wait;
    this.json = json;
  }

  RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at("/v1/categories", this::whole)
        .and(ReadRoutes.at("/v1/categories/{id}", this::one));
  }

  private Mono<ServerResponse> whole(ServerRequest request) {
    return read(request)
        .flatMap(
            found ->
                found
                    .map(tree -> Answers.stored(request, tree))
                    .orElseGet(() -> Answers.none(NO_CATEGORIES)));
  }

  private Mono<ServerResponse> one(ServerRequest request) {
    String id = Parameters.id(request.pathVariable("id"));
    return read(request)
        .flatMap(Mono::justOrEmpty)
        .map(categories::parse)
        .flatMap(
            tree -> {
              CategoryView category = tree.category(id);
              return category == null
                  ? Mono.<ServerResponse>empty()
                  : Answers.derived(request, tree.found(), () -> json.writeValueAsBytes(category));
            })
        .switchIfEmpty(
            Mono.error(
                () ->
                    Problem.of(ProblemType.UNKNOWN_CATEGORY, "There is no category " + id + ".")
                        .exception()));
  }

  /** Empty where there is no tree; never an older one than the client has seen or asks for. */
  private Mono<Optional<FoundView>> read(ServerRequest request) {
    return wait.read(
        request,
        false,
        seen -> categories.stored(seen.ofAll()).map(Optional::of).defaultIfEmpty(Optional.empty()),
        (found, seen) ->
            found
                .map(tree -> seen.ofAll().isMetBy(tree.view().version()))
                .orElseGet(() -> seen.ofAll().equals(AtLeast.ANY)));
  }
}
