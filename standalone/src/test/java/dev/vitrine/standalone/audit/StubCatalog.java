package dev.vitrine.standalone.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A command side that says what it is told to, and a query side that can be made to lie. */
final class StubCatalog implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;

  /** Lines of the command side's state. */
  final List<String> products = new ArrayList<>();

  final List<String> claims = new ArrayList<>();
  String tree = "";

  /** What the query side shows, by product id, by SKU or slug path, by category. */
  final Map<String, String> shown = new TreeMap<>();

  final Map<String, String> pointers = new TreeMap<>();
  final Map<String, List<String>> listings = new TreeMap<>();
  String shownTree = "";

  /** Whatever names it is answered by a 500. */
  String fault = "";

  StubCatalog() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
      Optional<String> body = body(path, query);
      byte[] bytes = body.orElse("{\"status\":404}").getBytes(StandardCharsets.UTF_8);
      boolean fails = !fault.isEmpty() && (path + query).contains(fault) && !path.contains("state");
      exchange.sendResponseHeaders(fails ? 500 : body.isPresent() ? 200 : 404, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> body(String path, String query) {
    if (path.equals("/v1/products")) {
      return Optional.of(batch(query.substring("ids=".length()).split(",", -1)));
    }
    if (path.equals("/v1/skus")) {
      return pointed("sku:" + query.substring("sku=".length()));
    }
    return switch (path) {
      case "/v1/state/products" -> Optional.of(String.join("\n", products));
      case "/v1/state/claims" -> Optional.of(String.join("\n", claims));
      case "/v1/state/categories" -> Optional.of(tree);
      case "/v1/categories" -> Optional.of(shownTree);
      default -> part(path);
    };
  }

  private Optional<String> part(String path) {
    String[] parts = path.split("/", -1);
    return switch (parts[2]) {
      case "products" -> Optional.ofNullable(shown.get(parts[3]));
      case "slugs" -> pointed("slug:" + parts[3]);
      default -> Optional.of(listing(listings.getOrDefault(parts[3], List.of())));
    };
  }

  private Optional<String> pointed(String key) {
    return Optional.ofNullable(pointers.get(key)).map(shown::get);
  }

  private String listing(List<String> ids) {
    List<String> bodies = ids.stream().map(id -> shown.getOrDefault(id, "{}")).toList();
    return "{\"items\":[" + String.join(",", bodies) + "],\"next\":null}";
  }

  private String batch(String[] ids) {
    ObjectNode answer = JSON.createObjectNode();
    var items = answer.putArray("items");
    var missing = answer.putArray("missing");
    for (String id : ids) {
      String body = shown.get(id);
      if (body == null) {
        missing.add(id);
      } else {
        JsonNode item = JSON.readTree(body);
        items.add(item);
      }
    }
    return answer.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
