package dev.vitrine.query.product;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.http.Answers;
import dev.vitrine.query.http.Combined;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.http.ReadRoutes;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.ViewStore.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Several products at once, in the order asked. */
final class BatchRoutes {
  private final Products products;
  private final JsonMapper json;

  BatchRoutes(Products products, JsonMapper json) {
    this.products = products;
    this.json = json;
  }

  RouterFunction<ServerResponse> routes() {
    return ReadRoutes.at("/v1/products", this::batch);
  }

  private Mono<ServerResponse> batch(ServerRequest request) {
    Parameters.noMinVersion(request);
    SequencedSet<String> ids = Parameters.ids(Parameters.required(request, "ids"));
    return products.all(ids).flatMap(found -> Answers.combined(request, combined(ids, found)));
  }

  private Combined combined(SequencedSet<String> ids, Views views) {
    SequencedMap<String, FoundView> items = LinkedHashMap.newLinkedHashMap(ids.size());
    List<String> missing = new ArrayList<>();
    List<String> unavailable = new ArrayList<>();
    Source farthest = Source.NEAR;
    long stale = 0;
    long bytes = 0;
    for (String id : ids) {
      ViewKey key = new ViewKey.Product(id);
      FoundView view = views.found().get(key);
      if (views.unavailable().contains(key)) {
        unavailable.add(id);
      } else if (view == null || view.view().gone()) {
        missing.add(id);
      } else if (bytes >= Combined.ENOUGH_BYTES) {
        unavailable.add(id); // until it is asked for again, with fewer before it
      } else {
        items.put(id, view);
        bytes += view.view().body().length;
      }
      stale = view == null ? stale : Math.max(stale, view.staleSeconds());
      farthest = farthest.orFarther(view == null ? Source.DYNAMODB : view.source());
    }
    SequencedMap<String, byte[]> rest = new LinkedHashMap<>();
    rest.put("missing", json.writeValueAsBytes(missing));
    if (!unavailable.isEmpty()) {
      rest.put("unavailable", json.writeValueAsBytes(unavailable));
    }
    return new Combined(items, rest, farthest, stale);
  }
}
