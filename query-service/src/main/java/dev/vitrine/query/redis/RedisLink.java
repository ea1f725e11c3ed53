package dev.vitrine.query.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One connection, shared by all reads. Lettuce reconnects a connection that was once up; a first
 * one that fails is tried again here, so that a replica starts while Redis is away.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

  static final Duration RECONNECT = Duration.ofMillis(250);

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final AtomicReference<String> told = new AtomicReference<>("");
  private final Disposable reconnects;
  private final Disposable connecting;
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

  RedisLink(RedisClient client, RedisURI uri) {
    this.client = client;
    reconnects =
        client
            .getResources()
            .eventBus()
            .get()
            .subscribe(
                event -> {
                  switch (event) {
                    case ConnectionActivatedEvent _ -> told.set("");
                    case ReconnectFailedEvent failed -> tell(failed.getCause());
                    default -> {}
                  }
                });
    connecting =
        Mono.fromCompletionStage(() -> client.connectAsync(CODEC, uri))
            .doOnError(this::tell)
            .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RECONNECT))
            .subscribe(connected -> connection = connected);
  }

  /**
   * Every reason once: it is tried four times a second. What Lettuce and Redis say names the
   * address and the user's mistake, never the password.
   */
  private void tell(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = root == failure ? failure.toString() : failure + ": " + root;
    if (!reason.equals(told.getAndSet(reason))) {
      log.warn("No connection to redis, trying on: {}", reason);
    }
  }

  /** Null until the first connection. */
  @Nullable RedisAsyncCommands<String, byte[]> commands() {
    StatefulRedisConnection<String, byte[]> current = connection;
    return current == null ? null : current.async();
  }

  @Override
  public void close() {
    connecting.dispose();
    reconnects.dispose();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
