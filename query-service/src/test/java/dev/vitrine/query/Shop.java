package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.openapi.ReceivedAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service over real stores, started once for all tests that ask for it. */
public final class Shop implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  public final Stores stores;
  private final ConfigurableApplicationContext context;
  private final boolean ownsStores;
  private final List<Shop> replicas = new ArrayList<>();
  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Shop() {
    // What most tests look at is the stores; the near cache has tests of its own.
    this(openStores(), true, "--vitrine.near.bytes=0");
  }

  private Shop(Stores stores, boolean ownsStores, String... settings) {
    this.stores = stores;
    this.ownsStores = ownsStores;
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                // One server for all; the jar has two, which the stack's tests ask.
                "--management.server.port=",
                "--vitrine.redis.url=" + stores.redis.url(),
                // A test machine is shared; a pause of its own must not look like a lost store.
                "--vitrine.redis.timeout=1s",
                "--vitrine.dynamodb.call-timeout=3s",
                "--vitrine.dynamodb.attempt-timeout=3s",
                "--vitrine.dynamodb.endpoint=" + stores.dynamoDb.endpoint(),
                "--vitrine.dynamodb.region=eu-central-1",
                "--vitrine.listing.currencies=USD,EUR"));
    for (String setting : settings) {
      // Of two with one name Spring would make a list.
      all.removeIf(other -> other.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
      all.add(setting);
    }
    context = new SpringApplicationBuilder(QueryService.class).run(all.toArray(new String[0]));
    base = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
  }

  private static Stores openStores() {
    try {
      return new Stores(Files.createTempDirectory("vitrine-query"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Another replica over the same stores. It lives as long as this one: in one JVM they share event
   * loops, which the first that is closed takes along.
   */
  public Shop replica(String... settings) {
    Shop replica = new Shop(stores, false, settings);
    replicas.add(replica);
    return replica;
  }

  /** A name that no other test uses. */
  public static String fresh(String name) {
    return name + "-" + NAMES.incrementAndGet();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  public ListableBeanFactory beans() {
    return context;
  }

  public String base() {
    return base;
  }

  /** Of a counter, over the values of the tags that are not named. */
  public double count(String counter, String... tags) {
    return bean(MeterRegistry.class).get(counter).tags(tags).counters().stream()
        .mapToDouble(found -> found.count())
        .sum();
  }

  /** Of {@code http.server.requests}, over the values of the tags that are not named. */
  public long requests(String... tags) {
    return bean(MeterRegistry.class).find("http.server.requests").tags(tags).timers().stream()
        .mapToLong(found -> found.count())
        .sum();
  }

  /**
   * @param path as it is, percent-encoded
   * @param headers names and values in turn
   */
  public Answer get(String path, String... headers) {
    return send("GET", path, headers);
  }

  public Answer send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      Answer answer = new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
      QueryApi.ANSWERS.check(answer.received());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer, easy to ask. */
  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public byte[] body() {
      return response.body();
    }

    /** The body of an answer that is compressed. */
    public byte[] uncompressed() {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(body()))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public JsonNode json() {
      return Stores.JSON.readTree(response.body());
    }

    /** Empty when it is not there. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }

    private ReceivedAnswer received() {
      String mediaType = header("Content-Type").split(";", 2)[0];
      boolean readable =
          mediaType.endsWith("json") && header("Content-Encoding").isEmpty() && body().length > 0;
      JsonNode json = readable ? json() : Stores.JSON.nullNode();
      return new ReceivedAnswer(
          response.request().method(),
          response.uri(),
          status(),
          mediaType,
          response.headers().map().keySet(),
          mediaType.equals("application/problem+json") ? json.path("type").asString() : "",
          Set.copyOf(json.propertyNames()));
    }

    public Map<String, Object> problem() {
      if (!header("Content-Type").equals("application/problem+json")) {
        throw new AssertionError(
            "not a problem: " + response + " " + new String(body(), StandardCharsets.UTF_8));
      }
      JsonNode json = json();
      String type = json.get("type").asString();
      assertThat(type).endsWithIgnoringCase(":" + json.get("title").asString().replace(' ', '-'));
      return Map.of("type", type, "status", json.get("status").asInt());
    }
  }

  @Override
  public void close() {
    context.close();
    replicas.forEach(Shop::close);
    if (ownsStores) {
      stores.close();
    }
  }

  /** Hands the one shop of a test run to tests, and closes it at the end. */
  public static final class Provided implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Shop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Shop.class, _ -> new Shop(), Shop.class);
    }
  }
}
