package dev.vitrine.connectors.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.connectors.view.Fate;
import dev.vitrine.connectors.view.Fated;
import dev.vitrine.connectors.view.ViewWrite;
import dev.vitrine.connectors.view.ViewWriter;
import dev.vitrine.contract.view.RedisScripts;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Puts products, pointers and the tree into Redis by the script that cache fills use too. Listing
 * entries are skipped: a listing is an index, and an index that loses keys to eviction lies.
 */
final class RedisViewWriter implements ViewWriter {
  private final RedisClient client;
  private final RedisURI url;
  private final int inFlight;
  private final byte[] ttl;
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
  private @Nullable String script;

  private RedisViewWriter(RedisClient client, RedisURI url, int inFlight, long ttlSeconds) {
    this.client = client;
    this.url = url;
    this.inFlight = inFlight;
    this.ttl = Long.toString(ttlSeconds).getBytes(UTF_8);
  }

  static RedisViewWriter connect(RedisSinkConfig config) {
    Duration timeout = config.requestTimeout();
    ClientOptions.Builder options =
        ClientOptions.builder()
            // Lettuce would queue without bound while Redis is away; the task retries instead.
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(config.inFlight() + 16)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).tcpNoDelay(true).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout));
    config
        .ca()
        .ifPresent(
            ca -> options.sslOptions(SslOptions.builder().trustManager(ca.toFile()).build()));
    // Last: it has threads, which nobody would end if the settings above were refused.
    RedisClient client = RedisClient.create();
    client.setOptions(options.build());
    return new RedisViewWriter(client, config.url(), config.inFlight(), config.ttlSeconds());
  }

  @Override
  public void prepare() {
    try {
      StatefulRedisConnection<byte[], byte[]> connected =
          connection == null ? client.connect(ByteArrayCodec.INSTANCE, url) : connection;
      connection = connected;
      script = connected.sync().scriptLoad(RedisScripts.NEWER_WINS.getBytes(UTF_8));
    } catch (RedisException e) {
      throw switch (RedisFaults.of(e)) {
        case Fate.Transient(Throwable t) -> new RetriableException("Redis is away: " + t, t);
        case Fate.Fatal(String why, Throwable t) -> new ConnectException(why, t);
        case Fate.Stored _, Fate.Stale _, Fate.Skipped _, Fate.Poison _ ->
            new ConnectException("Redis refuses the script", e);
      };
    }
  }

  @Override
  public List<Fated> write(Collection<ViewWrite> writes) {
    List<Fated> fates = new ArrayList<>(writes.size());
    List<ViewWrite> window = new ArrayList<>(inFlight);
    for (ViewWrite write : writes) {
      if (!taken(write.key())) {
        fates.add(new Fated(write, new Fate.Skipped()));
        continue;
      }
      window.add(write);
      if (window.size() == inFlight) {
        fates.addAll(sendTwice(window));
        window.clear();
      }
    }
    fates.addAll(sendTwice(window));
    return fates;
  }

  /** A Redis that was restarted has forgotten the script; then it is loaded and sent again. */
  private List<Fated> sendTwice(List<ViewWrite> window) {
    List<Fated> fates = send(window);
    List<ViewWrite> forgotten =
        fates.stream().filter(RedisViewWriter::scriptForgotten).map(Fated::write).toList();
    if (forgotten.isEmpty()) {
      return fates;
    }
    List<Fated> all = new ArrayList<>(fates);
    all.removeIf(RedisViewWriter::scriptForgotten);
    try {
      prepare();
      all.addAll(send(forgotten));
    } catch (RetriableException e) {
      forgotten.forEach(write -> all.add(new Fated(write, new Fate.Transient(e))));
    }
    return all;
  }

  private List<Fated> send(List<ViewWrite> window) {
    if (connection == null || script == null) {
      throw new IllegalStateException("prepare() comes first");
    }
    RedisAsyncCommands<byte[], byte[]> redis = connection.async();
    String digest = script;
    List<CompletableFuture<Fated>> answers =
        window.stream().map(write -> send(redis, digest, write)).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<Fated> send(
      RedisAsyncCommands<byte[], byte[]> redis, String digest, ViewWrite write) {
    ViewVersion version = write.view().version();
    RedisFuture<Long> answer =
        redis.evalsha(
            digest,
            ScriptOutputType.INTEGER,
            new byte[][] {write.key().text().getBytes(UTF_8)},
            write.view().toRedis(),
            Integer.toString(version.format()).getBytes(UTF_8),
            Long.toString(version.sequence()).getBytes(UTF_8),
            ttl);
    return answer
        .handle((taken, failure) -> new Fated(write, fate(taken, failure)))
        .toCompletableFuture();
  }

  private static Fate fate(@Nullable Long taken, @Nullable Throwable failure) {
    if (failure != null) {
      return RedisFaults.of(failure);
    }
    return taken != null && taken == 1 ? new Fate.Stored() : new Fate.Stale();
  }

  private static boolean scriptForgotten(Fated fated) {
    return fated.fate() instanceof Fate.Transient(Throwable cause)
        && cause instanceof RedisNoScriptException;
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private static boolean taken(ViewKey key) {
    return switch (key) {
      case ViewKey.Product _, ViewKey.Sku _, ViewKey.Slug _, ViewKey.Categories _ -> true;
      case ViewKey.Listing _ -> false;
    };
  }
}
