package dev.vitrine.standalone.audit;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.standalone.http.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the query service answers for every product there is, by id. */
final class HttpProducts implements Store {
  private final QueryClient query;
  private final Expectations expected;

  HttpProducts(QueryClient query, Expectations expected) {
    this.query = query;
    this.expected = expected;
  }

  @Override
  public String name() {
    return "http by id";
  }

  @Override
  public boolean mustHold(String key, boolean gone) {
    return !gone && ViewKey.parse(key) instanceof ViewKey.Product;
  }

  @Override
  public void scan(Listener to) throws InterruptedException {
    query.askAll(batches(), batch -> ask(batch, to));
  }

  private void ask(List<String> ids, Listener to) throws InterruptedException {
    String list = ids.stream().map(Http::encode).collect(Collectors.joining(","));
    QueryClient.Answer answer = query.get("/v1/products?ids=" + list);
    if (!answer.found()) {
      ids.forEach(id -> to.unreadable(new ViewKey.Product(id).text())); // then each is asked for
      return;
    }
    JsonNode body = answer.body();
    for (JsonNode product : body.path("items")) {
      to.found(view(product));
    }
    // Neither found nor missing is a wrong answer too: such a product is not seen.
    List<String> missing = new ArrayList<>();
    body.path("missing").forEach(id -> missing.add(id.asString()));
    if (body.path("items").size() + missing.size() != ids.size()) {
      ids.forEach(id -> to.unreadable(new ViewKey.Product(id).text()));
    }
  }

  private List<List<String>> batches() {
    List<List<String>> batches = new ArrayList<>();
    List<String> last = new ArrayList<>();
    batches.add(last);
    for (String id : expected.productIds()) {
      if (last.size() == Limits.BATCH) {
        last = new ArrayList<>();
        batches.add(last);
      }
      last.add(id);
    }
    return last.isEmpty() ? List.of() : batches;
  }

  @Override
  public @Nullable View get(String key) throws UnreadableItem, InterruptedException {
    if (!(ViewKey.parse(key) instanceof ViewKey.Product(String id))) {
      throw new IllegalArgumentException("no product: " + key);
    }
    QueryClient.Answer answer = query.get("/v1/products/" + Http.encode(id)).readable();
    return answer.found() ? view(answer.body()) : null;
  }

  private static View view(JsonNode product) {
    String key = new ViewKey.Product(product.path("id").asString("")).text();
    long version = product.path("version").asLong(-1);
    return new View(key, ViewVersion.ofSequence(version), false, product);
  }
}
