package dev.vitrine.command.imports;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vitrine.command.CommandApi;
import dev.vitrine.command.CommandApplication;
import dev.vitrine.command.document.Json;
import dev.vitrine.engines.Postgres;
import dev.vitrine.openapi.ReceivedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The command service in this JVM over a real PostgreSQL, and a client with a token for it. */
final class Service implements AutoCloseable {
  private static final KeyPair KEYS = keys();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  private Service(ConfigurableApplicationContext context) {
    this.context = context;
    this.url =
        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
  }

  /**
   * @param more properties as {@code name=value}
   */
  static Service start(Postgres postgres, Path folder, String... more) {
    SpringApplication application = new SpringApplication(CommandApplication.class);
    application.setDefaultProperties(
        Map.of(
            "server.address",
            "127.0.0.1",
            "spring.datasource.url",
            postgres.jdbcUrl(),
            "spring.datasource.username",
            postgres.user(),
            "spring.datasource.password",
            postgres.password(),
            "spring.security.oauth2.resourceserver.jwt.public-key-location",
            "file:" + publicKey(folder),
            "spring.security.oauth2.resourceserver.jwt.audiences",
            "vitrine"));
    String[] arguments = new String[more.length + 1];
    arguments[0] = "--server.port=0";
    for (int i = 0; i < more.length; i++) {
      arguments[i + 1] = "--" + more[i];
    }
    return new Service(application.run(arguments));
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  JdbcTemplate jdbc() {
    return bean(JdbcTemplate.class);
  }

  long count(String sql, Object... arguments) {
    Long count = jdbc().queryForObject(sql, Long.class, arguments);
    return count == null ? 0 : count;
  }

  /** An answer: its status and its body as JSON. */
  record Answer(int status, HttpResponse<String> response, JsonNode body) {
    private ReceivedAnswer received() {
      String type = response.headers().firstValue("Content-Type").orElse("");
      return new ReceivedAnswer(
          response.request().method(),
          response.uri(),
          status,
          type,
          response.headers().map().keySet(),
          type.equals("application/problem+json") ? text("type") : "",
          Set.copyOf(body.propertyNames()));
    }

    String text(String field) {
      return body.path(field).asString();
    }
  }

  Answer get(String path) {
    return send(request(path, "admin").GET().build());
  }

  Answer post(String path, String json) {
    return send(
        request(path, "admin")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  Answer upload(String query, String text) {
    return upload(query, BodyPublishers.ofString(text));
  }

  Answer upload(String query, byte[] bytes, String... headers) {
    HttpRequest.Builder request =
        request("/v1/imports?" + query, "admin").POST(BodyPublishers.ofByteArray(bytes));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Answer upload(String query, BodyPublisher body) {
    return send(request("/v1/imports?" + query, "admin").POST(body).build());
  }

  /** Uploads and waits for the end. */
  JsonNode imported(String query, String text) {
    Answer accepted = upload(query, text);
    if (accepted.status() != 202) {
      throw new AssertionError(accepted.status() + " " + accepted.body());
    }
    return finished(accepted.text("id"));
  }

  JsonNode finished(String id) {
    return await("/v1/imports/" + id, job -> !job.path("state").asString().equals("running"));
  }

  JsonNode await(String path, Predicate<JsonNode> done) {
    Instant end = Instant.now().plus(PATIENCE);
    JsonNode last = get(path).body();
    while (!done.test(last)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("still " + last);
      }
      last = get(path).body();
    }
    return last;
  }

  List<JsonNode> rejections(JsonNode job) {
    return get("/v1/imports/" + job.path("id").asString() + "/rejections?limit=10000")
        .body()
        .path("items")
        .valueStream()
        .toList();
  }

  HttpRequest.Builder request(String path, String role) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token(role));
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      Answer answer =
          new Answer(
              response.statusCode(),
              response,
              Json.WIRE.readTree(response.body().isEmpty() ? "{}" : response.body()));
      CommandApi.ANSWERS.check(answer.received());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String token(String role) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.RS256),
              new JWTClaimsSet.Builder()
                  .subject("ada")
                  .audience("vitrine")
                  .claim("roles", List.of(role))
                  .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                  .build());
      token.sign(new RSASSASigner(KEYS.getPrivate()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path publicKey(Path folder) {
    String encoded =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(KEYS.getPublic().getEncoded());
    try {
      return Files.writeString(
          folder.resolve("public.pem"),
          "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }
}
