package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.engines.TlsFront;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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

  /** The certificates are for 127.0.0.1, whoever signed them. */
  @Test
  void are_not_believed_under_another_name() {
    String id = Shop.fresh("elsewhere");
    trusting.stores.product(Samples.product(id, 3));
    await().atMost(Duration.ofSeconds(20)).until(() -> source(id).equals("redis"));
    assertThat(elsewhere.get("/v1/products/" + id).status()).isEqualTo(503);
  }
}
