package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.engines.TlsFront;
import io.lettuce.core.KillArgs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Stores whose certificates are by an authority of one's own. */
@ExtendWith(Shop.Provided.class)
class PrivateAuthorityTest {
  private static TlsFront redis;
  private static TlsFront dynamoDb;
  private static Shop trusting;
  private static Shop strict;
  private static Shop elsewhere;

  @BeforeAll
  static void start(Shop shop, @TempDir Path folder) {
    redis = TlsFront.before(shop.stores.redis.port(), folder.resolve("redis"));
    dynamoDb =
        TlsFront.before(shop.stores.dynamoDb.endpoint().getPort(), folder.resolve("dynamodb"));
    String url = "--vitrine.redis.url=rediss://127.0.0.1:" + redis.port();
    String endpoint = "--vitrine.dynamodb.endpoint=https://127.0.0.1:" + dynamoDb.port();
    trusting =
        shop.replica(
            "--vitrine.near.bytes=0",
            url,
            "--vitrine.redis.ca=" + redis.ca(),
            endpoint,
            "--vitrine.dynamodb.ca=" + dynamoDb.ca());
    strict = shop.replica("--vitrine.near.bytes=0", url, endpoint);
    elsewhere =
        shop.replica(
            "--vitrine.near.bytes=0",
            "--vitrine.redis.url=rediss://localhost:" + redis.port(),
            "--vitrine.redis.ca=" + redis.ca(),
            "--vitrine.dynamodb.endpoint=https://localhost:" + dynamoDb.port(),
            "--vitrine.dynamodb.ca=" + dynamoDb.ca());
  }

  @AfterAll
  static void stop() {
    redis.close();
    dynamoDb.close();
  }

  @Test
  void are_read_when_it_is_named() {
    String id = Shop.fresh("trusted");
    trusting.stores.product(Samples.product(id, 3));
    assertThat(source(id)).isEqualTo("dynamodb");
    // Which fills Redis, once that is connected to.
    await().atMost(Duration.ofSeconds(20)).until(() -> source(id).equals("redis"));
  }

  private static String source(String id) {
    return trusting.get("/v1/products/" + id).header("Vitrine-Source");
  }

  @Test
  void are_not_believed_when_it_is_not() {
    String id = Shop.fresh("strange");
    strict.stores.product(Samples.product(id, 3));
    assertThat(strict.get("/v1/products/" + id).status()).isEqualTo(503);
  }

  /** It is read at every try at a connection, four times a second. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void may_be_replaced_and_what_is_no_authority_is_told_of_once(
      Shop shop, @TempDir Path folder, CapturedOutput output) throws Exception {
    Path ca = Files.copy(dynamoDb.ca(), folder.resolve("rotated.crt"));
    Shop rotated =
        shop.replica(
            "--vitrine.near.bytes=0",
            "--vitrine.redis.url=rediss://127.0.0.1:" + redis.port(),
            "--vitrine.redis.ca=" + ca);
    String id = Shop.fresh("rotated");
    shop.stores.product(Samples.product(id, 3));
    assertThat(rotated.get("/v1/products/" + id).header("Vitrine-Source")).isEqualTo("dynamodb");
    // Whole at once, as who rotates should: it is read meanwhile.
    Path other = Files.copy(redis.ca(), folder.resolve("next.crt"));
    Files.move(other, ca, StandardCopyOption.ATOMIC_MOVE);
    awaitRedis(rotated, id);

    Files.delete(ca);
    connectAnew(shop, () -> output.getAll().contains("NoSuchFileException: " + ca));
    awaitRedis(rotated, id);
    Files.writeString(ca, Files.readString(redis.ca()).substring(0, 200));
    connectAnew(shop, () -> output.getAll().contains(ca + " holds no certificates"));
    awaitRedis(rotated, id);
    assertThat(output.getAll().lines().filter(line -> line.contains("rotated.crt")))
        .hasSize(2)
        .allMatch(line -> line.contains("The CAs of redis cannot be read"));
    assertThat(output).doesNotContain("\tat ");
  }

  /** All connections to Redis are ended. */
  private static void connectAnew(Shop shop, Callable<Boolean> seen) {
    shop.stores.redis().clientKill(KillArgs.Builder.typeNormal());
    await().atMost(Duration.ofSeconds(20)).until(seen);
  }

  private static void awaitRedis(Shop replica, String id) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> replica.get("/v1/products/" + id).header("Vitrine-Source").equals("redis"));
  }

  /** The certificates are for 127.0.0.1, whoever signed them. */
  @Test
  void are_not_believed_under_another_name() {
    String id = Shop.fresh("elsewhere");
    trusting.stores.product(Samples.product(id, 3));
    await().atMost(Duration.ofSeconds(20)).until(() -> source(id).equals("redis"));
    assertThat(elsewhere.get("/v1/products/" + id).status()).isEqualTo(503);
  }
}
