package dev.vitrine.command.category;

import dev.vitrine.command.category.CategoryCommand.ChangeCategory;
import dev.vitrine.command.category.CategoryCommand.Changed;
import dev.vitrine.command.web.Answer;
import dev.vitrine.command.web.Calls;
import dev.vitrine.command.web.Posted;
import dev.vitrine.command.web.Resource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/categories}. Versions and ETags are those of the whole tree. */
@Configuration(proxyBeanMethods = false)
class CategoryRoutes {
  private final Calls calls;
  private final Categories categories;
  private final TreeReader tree;

  CategoryRoutes(Calls calls, Categories categories, TreeReader tree) {
    this.calls = calls;
    this.categories = categories;
    this.tree = tree;
  }

  @Bean
  RouterFunction<ServerResponse> categoryRouter() {
    return Resource.at("/v1/categories")
        .get(request -> calls.get(request, this::read))
        .post(request -> calls.post(request, this::create))
        .routes()
        .and(Resource.at("/v1/categories/{id}/actions").post(this::change).routes());
  }

  private Answer read() {
    TreeReader.Current current = tree.read();
    return Answer.ok(current.tree().view(current.version(), current.updatedAt()))
        .tagged(current.version());
  }

  private Answer create(Posted posted) {
    Changed created = categories.create(CategoryDocument.read(posted.body()), posted.changeSet());
    return Answer.created("/v1/categories", created).tagged(created.version());
  }

  private Mono<ServerResponse> change(ServerRequest request) {
    String id = request.pathVariable("id");
    return calls.post(
        request,
        posted -> {
          var actions = CategoryDocument.readActions(posted.body());
          Changed changed =
              categories.change(
                  new ChangeCategory(id, posted.expected(), actions), posted.changeSet());
          return Answer.ok(changed).tagged(changed.version());
        });
  }
}
