package dev.vitrine.query.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One connection, shared by all reads. Lettuce reconnects a connection that was once up; a first
 * one that fails is tried again here, so that a replica starts while Redis is away.
 */
final class RedisLink implements AutoCloseable {
  static final Duration RECONNECT = Duration.ofMillis(250);

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final Disposable connecting;
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

  RedisLink(RedisClient client, RedisURI uri) {
    this.client = client;
    connecting =
        Mono.fromCompletionStage(() -> client.connectAsync(CODEC, uri))
            .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RECONNECT))
            .subscribe(connected -> connection = connected);
  }

  /** Null until the first connection. */
  @Nullable RedisAsyncCommands<String, byte[]> commands() {
    StatefulRedisConnection<String, byte[]> current = connection;
    return current == null ? null : current.async();
  }

  @Override
  public void close() {
    connecting.dispose();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
