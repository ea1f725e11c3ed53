package dev.vitrine.standalone.freshness;

import dev.vitrine.contract.Limits;
import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renames published products at a steady rate and reads until each new version shows. Changes leave
 * by the clock, not when an answer comes, until so many are unanswered as a client keeps
 * connections for: then they leave late, and the rate that was reached is told. One reader for each
 * replica asks for all that is awaited at once, so that a system that is behind is not kept busy by
 * the test.
 */
public final class Freshness {
  /** Enough that a product's next rename comes long after its last was seen. */
  private static final int PRODUCTS = 2_000;

  /** A change that is not readable after this long counts as never seen. */
  public static final Duration BOUND = Duration.ofSeconds(10);

  private static final int CONNECTIONS = 64;

  private static final Duration POLL = Duration.ofMillis(10);

  private static final int ATTEMPTS = 30;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** A change that was given up is made or refused within this. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String command;
  private final List<Replica> replicas;
  private final String token;
  private final Queue<Long> seen = new ConcurrentLinkedQueue<>();
  private final AtomicLong refused = new AtomicLong();

  /** Changes that were not answered, and may still be made. */
  private final Set<Probed> open = ConcurrentHashMap.newKeySet();

  private long made;

  /**
   * @param command base URL of the command service
   * @param queries base URLs of replicas of the query service
   * @param token of an admin
   */
  public Freshness(String command, List<String> queries, String token) {
    this.command = command;
    this.replicas =
        queries.stream().map(url -> new Replica(url, new ConcurrentLinkedQueue<>())).toList();
    this.token = token;
  }

  private record Replica(String url, Queue<Awaited> awaited) {}

  private record Probed(String id, ObjectNode name) {}

  /**
   * @param acknowledged {@link System#nanoTime()}
   * @param replicas that have not shown it yet
   */
  private record Awaited(String id, long version, long acknowledged, AtomicInteger replicas) {}

  /**
   * Measures, and gives the products their names back, also when it fails. Not when it is killed.
   *
   * @param rate changes a second
   * @param phases follow each other without a pause, but that the last change of one is awaited
   * @return one for each phase
   * @throws StandaloneException when there is no published product to change, or a name could not
   *     be given back
   */
  public List<Latencies> measure(int rate, List<Duration> phases) throws InterruptedException {
    try (var http = new Http()) {
      List<Probed> products = published(http);
      if (products.isEmpty()) {
        throw new StandaloneException("no published product to change: import some first");
      }
      try {
        List<Latencies> found = new ArrayList<>();
        for (Duration phase : phases) {
          found.add(phase(http, products, rate, rate * phase.toSeconds()));
        }
        return found;
      } finally {
        restore(http, products.subList(0, (int) Math.min(made, products.size())));
      }
    }
  }

  private Latencies phase(Http http, List<Probed> products, int rate, long changes)
      throws InterruptedException {
    seen.clear();
    refused.set(0);
    var changed = new CountDownLatch(1);
    Duration took = Duration.ZERO;
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> reading = new ArrayList<>();
      for (Replica replica : replicas) {
        reading.add(readers.submit(() -> read(http, replica, changed)));
      }
      try {
        took = change(http, products, changes, rate);
      } finally {
        changed.countDown();
      }
      for (Future<Void> one : reading) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new StandaloneException("the query service cannot be read: " + e.getCause(), e);
    }
    return new Latencies(
        List.copyOf(seen), changes - seen.size() - refused.get(), refused.get(), took);
  }

  /** How long the changes took to leave. */
  private Duration change(Http http, List<Probed> products, long changes, int rate)
      throws InterruptedException {
    var connections = new Semaphore(CONNECTIONS);
    long begin = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; i < changes; i++) {
        long due = begin + i * 1_000_000_000L / rate;
        Pause.of(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        Probed product = products.get((int) (made % products.size()));
        String marker = " #" + made++;
        connections.acquire();
        threads.execute(
            () -> {
              try {
                probe(http, product, marker);
              } finally {
                connections.release();
              }
            });
      }
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private void probe(Http http, Probed product, String marker) {
    ObjectNode name = product.name().deepCopy();
    name.properties()
        .forEach(locale -> name.put(locale.getKey(), locale.getValue().asString() + marker));
    try {
      long version = rename(http, product.id(), name);
      if (version < 0) {
        refused.incrementAndGet();
      } else {
        var left = new AtomicInteger(replicas.size());
        var change = new Awaited(product.id(), version, System.nanoTime(), left);
        replicas.forEach(replica -> replica.awaited().add(change));
      }
    } catch (IOException _) {
      open.add(product); // counts as never seen: the change may have been made
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until all changes are made and none is awaited any more. */
  private Void read(Http http, Replica replica, CountDownLatch changed)
      throws IOException, InterruptedException {
    Queue<Awaited> awaited = replica.awaited();
    while (changed.getCount() > 0 || !awaited.isEmpty()) {
      Pause.of(POLL);
      awaited.removeIf(change -> System.nanoTime() - change.acknowledged() > BOUND.toNanos());
      List<Awaited> batch = awaited.stream().limit(Limits.BATCH).toList();
      if (!batch.isEmpty()) {
        try {
          look(http, replica, batch);
        } catch (HttpTimeoutException _) {
          // Asked again, until it has waited too long and counts as not seen.
        }
      }
    }
    return null;
  }

  private void look(Http http, Replica replica, List<Awaited> batch)
      throws IOException, InterruptedException {
    String ids =
        batch.stream().map(change -> Http.encode(change.id())).collect(Collectors.joining(","));
    HttpResponse<byte[]> read =
        http.send(Http.request(replica.url() + "/v1/products?ids=" + ids, BOUND).GET().build());
    long now = System.nanoTime();
    Map<String, Long> versions = new HashMap<>();
    for (JsonNode product : JSON.readTree(read.body()).path("items")) {
      versions.put(product.path("id").asString(""), product.path("version").asLong(-1));
    }
    for (Awaited change : batch) {
      if (versions.getOrDefault(change.id(), -1L) >= change.version()) {
        replica.awaited().remove(change);
        if (change.replicas().decrementAndGet() == 0) {
          seen.add(now - change.acknowledged());
        }
      }
    }
  }

  /** The version that was acknowledged; −1 when it was not. */
  private long rename(Http http, String id, JsonNode name)
      throws IOException, InterruptedException {
    ObjectNode rename = JSON.createObjectNode().put("action", "rename");
    rename.set("name", name);
    ObjectNode body = JSON.createObjectNode();
    body.putArray("actions").add(rename);
    HttpResponse<byte[]> answer =
        http.send(
            Http.request(command + "/v1/products/" + Http.encode(id) + "/actions", BOUND)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
    return answer.statusCode() == 200
        ? JSON.readTree(answer.body()).path("version").asLong(-1)
        : -1;
  }

  private void restore(Http http, List<Probed> products) throws InterruptedException {
    for (Probed product : products) {
      restore(http, product);
    }
    if (!open.isEmpty()) {
      Pause.of(LATE);
      for (Probed product : open) {
        restore(http, product);
      }
    }
  }

  private void restore(Http http, Probed product) throws InterruptedException {
    String refusal = "refused";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        if (rename(http, product.id(), product.name()) >= 0) {
          return;
        }
      } catch (IOException e) {
        refusal = e.toString();
      }
      Pause.of(BETWEEN);
    }
    throw new StandaloneException(
        "product " + product.id() + " did not get its name back: " + refusal);
  }

  private List<Probed> published(Http http) throws InterruptedException {
    List<Probed> products = new ArrayList<>();
    try {
      HttpResponse<InputStream> state =
          http.client()
              .send(
                  Http.request(command + "/v1/state/products", Duration.ofMinutes(1))
                      .header("Authorization", "Bearer " + token)
                      .GET()
                      .build(),
                  BodyHandlers.ofInputStream());
      try (var in =
          new BufferedReader(new InputStreamReader(state.body(), StandardCharsets.UTF_8))) {
        String line = in.readLine();
        while (line != null && products.size() < PRODUCTS) {
          JsonNode product = JSON.readTree(line).path("product");
          if (product.path("status").asString("").equals("published")
              && product.path("name") instanceof ObjectNode name) {
            products.add(new Probed(product.path("id").asString(), name));
          }
          line = in.readLine();
        }
      }
      return products;
    } catch (IOException e) {
      throw new StandaloneException("the command side's state cannot be read: " + e, e);
    }
  }
}
