package dev.vitrine.query.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * A connection for each of the server's threads, so that a request, its question and its answer
 * stay on one. Lettuce reconnects a connection that was once up; a first one that fails is tried
 * again here, so that a replica starts while Redis is away.
 *
 * <p>It stops between the server, whose last requests still ask Redis, and the threads that both
 * have: these end once nothing was given to them for two seconds, which tries at a connection to a
 * Redis that is away are.
 */
final class RedisLink implements SmartLifecycle, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

  static final Duration RECONNECT = Duration.ofMillis(250);

  /**
   * Of what is stopped, the highest first: the server's is far above, that of the threads below.
   */
  private static final int PHASE = 2;

  private static final RedisValueCodec CODEC = new RedisValueCodec();

  private final List<RedisClient> clients;
  private final AtomicReference<String> told = new AtomicReference<>("");
  private final Disposable reconnects;
  private final Disposable connecting;
  private final AtomicReferenceArray<@Nullable StatefulRedisConnection<String, RedisValue>>
      connections;

  private volatile boolean running;

  /** The thread that serves each connection. */
  private final AtomicReferenceArray<@Nullable Thread> threads;

  /**
   * @param events of the clients
   * @param clients each connects once, and again on the same thread
   */
  RedisLink(EventBus events, List<RedisClient> clients, RedisURI uri) {
    connections = new AtomicReferenceArray<>(clients.size());
    threads = new AtomicReferenceArray<>(clients.size());
    this.clients = clients;
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).addListener(new Served(i));
    }
    reconnects =
        events
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
        Flux.range(0, clients.size())
            .flatMap(
                i ->
                    Mono.fromCompletionStage(() -> clients.get(i).connectAsync(CODEC, uri))
                        .doOnError(this::tell)
                        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RECONNECT))
                        .doOnNext(connected -> connections.set(i, connected)),
                clients.size())
            .subscribe();
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

  /** Told of each time that a client has connected, on the thread that serves the connection. */
  private final class Served implements RedisConnectionStateListener {
    private final int client;

    Served(int client) {
      this.client = client;
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
      threads.set(client, Thread.currentThread());
    }
  }

  /**
   * Of the connection that this thread serves, if there is one, else of any, rather of one that is
   * up. Null until the first.
   */
  @Nullable RedisAsyncCommands<String, RedisValue> commands() {
    int any = ThreadLocalRandom.current().nextInt(connections.length());
    Thread current = Thread.currentThread();
    StatefulRedisConnection<String, RedisValue> best = null;
    for (int i = 0; i < connections.length(); i++) {
      int at = (any + i) % connections.length();
      StatefulRedisConnection<String, RedisValue> one = connections.get(at);
      if (one != null && one.isOpen()) {
        best = one;
        if (threads.get(at) == current) {
          break;
        }
      } else if (best == null) {
        best = one;
      }
    }
    return best == null ? null : best.async();
  }

  /** It connects from the beginning, while the rest of the service starts. */
  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    close();
  }

  /** What has stopped does not connect again. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public void close() {
    connecting.dispose();
    reconnects.dispose();
    clients.forEach(client -> client.shutdown(Duration.ZERO, Duration.ofSeconds(1)));
  }
}
