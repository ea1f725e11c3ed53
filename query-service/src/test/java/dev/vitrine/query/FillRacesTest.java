package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.view.CachedViews;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.ViewCache;
import dev.vitrine.query.view.ViewStore;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** A read that found an old version and is slow to put it into the cache. */
@ExtendWith(Shop.Provided.class)
class FillRacesTest {
  private final Stores stores;
  private final Shop shop;
  private final ViewCache cache;
  private final String id = Shop.fresh("raced");
  private final ViewKey key = new ViewKey.Product(id);

  FillRacesTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
    this.cache = shop.bean(ViewCache.class);
  }

  private StoredView version(long sequence) {
    return Stores.view(sequence, Samples.product(id, sequence));
  }

  /** Between a read of the store below and the fill, the sink writes to Redis. */
  private ViewStore below(StoredView found, Runnable meanwhile) {
    return new ViewStore() {
      @Override
      public Mono<FoundView> read(ViewKey asked) {
        return Mono.fromCallable(
            () -> {
              meanwhile.run();
              return new FoundView(found, Source.DYNAMODB);
            });
      }

      @Override
      public Mono<Views> readAll(Set<ViewKey> keys) {
        return read(key).map(one -> new Views(Map.of(key, one), Set.of(), Set.of()));
      }
    };
  }

  private CachedViews cached(ViewStore below) {
    return new CachedViews(cache, below, cache::fill, System::nanoTime);
  }

  private double kept() {
    return shop.count("vitrine.fills", "outcome", "kept");
  }

  private void awaitKept(double before) {
    await().atMost(Duration.ofSeconds(5)).until(() -> kept() > before);
  }

  @Test
  void a_slow_fill_of_an_old_version_loses_against_the_sink() {
    double before = kept();
    cached(below(version(3), () -> stores.toRedis(key, version(4))))
        .read(key, _ -> true)
        .block(Duration.ofSeconds(5));
    awaitKept(before);
    assertThat(stores.inRedis(key)).isEqualTo(version(4));
    assertThat(stores.redis().ttl(key.text())).isEqualTo(-1);
  }

  @Test
  void so_it_does_against_a_gone_version() {
    StoredView gone = Stores.gone(4, Samples.retired(id, 4));
    double before = kept();
    cached(below(version(3), () -> stores.toRedis(key, gone)))
        .read(key, _ -> true)
        .block(Duration.ofSeconds(5));
    awaitKept(before);
    assertThat(stores.inRedis(key)).isEqualTo(gone);
  }

  @Test
  void a_sink_that_is_late_does_not_undo_a_newer_fill() {
    cached(below(version(5), () -> {})).read(key, _ -> true).block(Duration.ofSeconds(5));
    await().until(() -> version(5).equals(stores.inRedis(key)));
    assertThat(stores.toRedis(key, version(4))).isFalse();
    assertThat(stores.inRedis(key)).isEqualTo(version(5));
  }

  @Test
  void a_fill_survives_that_redis_forgot_its_scripts() {
    stores.redis().scriptFlush();
    cached(below(version(6), () -> {})).read(key, _ -> true).block(Duration.ofSeconds(5));
    await().until(() -> version(6).equals(stores.inRedis(key)));
  }
}
