package dev.vitrine.query.redis;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Reachability;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ReadMetrics.Fill;
import dev.vitrine.query.view.ReadMetrics.Outcome;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.ViewCache;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Views in Redis. */
final class RedisViews implements ViewCache {
  private final RedisLink link;
  private final RedisFills fills;
  private final Semaphore fillPermits;
  private final ReadMetrics metrics;
  private final Reachability reachability = new Reachability(Source.REDIS);

  RedisViews(RedisLink link, RedisFills fills, int fillsInFlight, ReadMetrics metrics) {
    this.link = link;
    this.fills = fills;
    this.fillPermits = new Semaphore(fillsInFlight);
    this.metrics = metrics;
  }

  @Override
  public Mono<FoundView> read(ViewKey key) {
    return ask(redis -> redis.get(key.text()).thenApply(value -> counted(key, value)))
        .onErrorResume(failure -> failed(key, failure));
  }

  private Mono<FoundView> failed(ViewKey key, Throwable failure) {
    if (isOfAnotherType(failure)) {
      corrupted(key, new RedisValue.Bytes(new byte[0]));
      metrics.read(Source.REDIS, key, Outcome.ABSENT);
      return Mono.empty();
    }
    metrics.read(Source.REDIS, key, Outcome.UNAVAILABLE);
    return Mono.error(isOfTheLink(failure) ? reachability.failed(failure) : failure);
  }

  @Override
  public Mono<Views> readAll(Set<ViewKey> keys) {
    Map<String, ViewKey> byText = LinkedHashMap.newLinkedHashMap(keys.size());
    keys.forEach(key -> byText.put(key.text(), key));
    String[] texts = byText.keySet().toArray(new String[0]);
    return ask(redis -> redis.mget(texts))
        .map(values -> new Views(found(byText, values), Set.of(), Set.of()))
        .onErrorMap(RedisViews::isOfTheLink, reachability::failed)
        .doOnError(
            StoreUnavailable.class,
            _ -> keys.forEach(key -> metrics.read(Source.REDIS, key, Outcome.UNAVAILABLE)));
  }

  @Override
  public void fill(ViewKey key, StoredView view) {
    RedisAsyncCommands<String, RedisValue> redis = link.commands();
    if (redis == null || !fillPermits.tryAcquire()) {
      metrics.fill(Fill.DROPPED);
      return;
    }
    fills
        .put(redis, key, view)
        .map(written -> written ? Fill.WRITTEN : Fill.KEPT)
        .onErrorReturn(Fill.FAILED)
        .doFinally(_ -> fillPermits.release())
        .subscribe(metrics::fill);
  }

  private <T> Mono<T> ask(
      Function<RedisAsyncCommands<String, RedisValue>, CompletionStage<T>> command) {
    RedisAsyncCommands<String, RedisValue> redis = link.commands();
    return redis == null
        ? Mono.error(() -> new RedisException("no connection yet"))
        : Mono.fromCompletionStage(() -> command.apply(redis));
  }

  private Map<ViewKey, FoundView> found(
      Map<String, ViewKey> keys, List<KeyValue<String, RedisValue>> values) {
    Map<ViewKey, FoundView> all = HashMap.newHashMap(values.size());
    for (KeyValue<String, RedisValue> entry : values) {
      ViewKey key = keys.get(entry.getKey());
      if (key == null) {
        continue;
      }
      FoundView found = counted(key, entry.getValueOrElse(null));
      if (found != null) {
        all.put(key, found);
      }
    }
    return all;
  }

  private @Nullable FoundView counted(ViewKey key, @Nullable RedisValue value) {
    FoundView found = value == null ? null : found(key, value);
    metrics.read(Source.REDIS, key, found == null ? Outcome.ABSENT : Outcome.of(found));
    return found;
  }

  /** Null for what no sink can have written: a miss, so that the level below replaces it. */
  private @Nullable FoundView found(ViewKey key, RedisValue value) {
    reachability.answered();
    return switch (value) {
      case RedisValue.View(StoredView.InRedis(StoredView view, boolean fill)) ->
          new FoundView(view, Source.REDIS, fill);
      case RedisValue.Bytes corrupted -> {
        corrupted(key, corrupted);
        yield null;
      }
    };
  }

  private void corrupted(ViewKey key, RedisValue value) {
    metrics.corrupted(Source.REDIS);
    RedisAsyncCommands<String, RedisValue> redis = link.commands();
    if (redis != null) {
      fills.dropCorrupted(redis, key, value);
    }
  }

  /** What breaks a connection reaches the commands on it as it is. */
  private static boolean isOfTheLink(Throwable failure) {
    return failure instanceof RedisException || failure instanceof IOException;
  }

  private static boolean isOfAnotherType(Throwable failure) {
    return failure instanceof RedisCommandExecutionException refused
        && String.valueOf(refused.getMessage()).startsWith("WRONGTYPE");
  }
}
