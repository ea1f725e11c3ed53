package dev.vitrine.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for categories that hold products, before any load is made: a listing that may be empty
 * would let a simulation pass that never read a product.
 */
final class FilledCategories {
  /** Listings are of direct products, and most trees hold those in their leaves. */
  private static final int ENOUGH = 20;

  /** Looks at no more; a catalog whose first thousand categories are empty is no test bed. */
  private static final int MOST_LOOKED_AT = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JsonMapper json = new JsonMapper();
  private final HttpClient client;
  private final String url;

  private FilledCategories(HttpClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /**
   * Up to twenty, leaves before others.
   *
   * @throws IllegalStateException when the system does not answer or holds none
   */
  static List<String> of(String url) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return new FilledCategories(client, url).find();
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> find() throws IOException, InterruptedException {
    List<String> leaves = new ArrayList<>();
    List<String> others = new ArrayList<>();
    walk(get("/v1/categories").path("categories"), leaves, others);
    leaves.addAll(others);
    List<String> filled = new ArrayList<>();
    for (String category : leaves.subList(0, Math.min(leaves.size(), MOST_LOOKED_AT))) {
      if (!get("/v1/categories/" + category + "/products?limit=1").path("items").isEmpty()) {
        filled.add(category);
      }
      if (filled.size() == ENOUGH) {
        break;
      }
    }
    if (filled.isEmpty()) {
      throw new IllegalStateException(
          "none of the %d categories at %s holds a product; import some first"
              .formatted(leaves.size(), url));
    }
    return filled;
  }

  private static void walk(JsonNode nodes, List<String> leaves, List<String> others) {
    for (JsonNode node : nodes) {
      JsonNode children = node.path("children");
      (children.isEmpty() ? leaves : others).add(node.path("id").asText());
      walk(children, leaves, others);
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " from " + url + path);
    }
    return json.readTree(answer.body());
  }
}
