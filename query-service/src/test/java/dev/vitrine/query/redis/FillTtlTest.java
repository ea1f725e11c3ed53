package dev.vitrine.query.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Stores;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ViewStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis lost what its sink had delivered, while the DynamoDB sink is behind. */
@ExtendWith(Shop.Provided.class)
class FillTtlTest {
  private final Stores stores;
  private final Shop shop;
  private final String id = Shop.fresh("lost");
  private final ViewKey key = new ViewKey.Product(id);

  FillTtlTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
  }

  private StoredView version(long sequence) {
    return Stores.view(sequence, Samples.product(id, sequence));
  }

  private CachedViews levels(Duration fillTtl) {
    RedisFills fills = new RedisFills(fillTtl, () -> ThreadLocalRandom.current().nextLong());
    RedisViews redis =
        new RedisViews(shop.bean(RedisLink.class), fills, 8, shop.bean(ReadMetrics.class));
    return new CachedViews(
        redis, shop.bean("dynamoViews", ViewStore.class), redis::fill, System::nanoTime);
  }

  private long read(CachedViews levels) {
    return requireNonNull(levels.read(key, _ -> true).block(Duration.ofSeconds(5)))
        .view()
        .version()
        .sequence();
  }

  @Test
  void an_old_version_that_was_filled_is_gone_with_its_time_to_live() {
    CachedViews levels = levels(Duration.ofSeconds(2));
    stores.toDynamo(key, version(1));
    stores.toRedis(key, version(2));
    stores.redis().del(key.text());

    assertThat(read(levels)).isEqualTo(1);
    await().until(() -> version(1).equals(stores.inRedis(key)));
    stores.toDynamo(key, version(2));
    assertThat(read(levels)).isEqualTo(1);
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> read(levels) == 2);
  }

  @Test
  void what_was_filled_together_does_not_expire_together() {
    CachedViews levels = levels(Duration.ofSeconds(1_000));
    List<ViewKey> keys =
        IntStream.range(0, 40).mapToObj(i -> (ViewKey) new ViewKey.Product(id + "-" + i)).toList();
    for (ViewKey one : keys) {
      stores.toDynamo(one, version(1));
      assertThat(levels.read(one, _ -> true).block(Duration.ofSeconds(5))).isNotNull();
    }
    Set<Long> fifties = new HashSet<>();
    for (ViewKey one : keys) {
      await().until(() -> stores.inRedis(one) != null);
      long left = stores.redis().ttl(one.text());
      assertThat(left).isBetween(880L, 1_100L);
      fifties.add(left / 50);
    }
    assertThat(fifties).hasSizeGreaterThan(2);
  }

  @Test
  void by_default_that_takes_half_a_minute() {
    assertThat(shop.bean(RedisSettings.class).fillTtl()).isEqualTo(Duration.ofSeconds(30));
  }
}
