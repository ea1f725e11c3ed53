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
import java.util.concurrent.ThreadLocalRandom;
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
  void by_default_that_takes_half_a_minute() {
    assertThat(shop.bean(RedisSettings.class).fillTtl()).isEqualTo(Duration.ofSeconds(30));
  }
}
