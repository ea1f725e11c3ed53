package dev.vitrine.query.redis;

import dev.vitrine.contract.view.RedisScripts;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/**
 * Writes to Redis, each of them one script, so that nothing happens between looking and putting.
 */
final class RedisFills {
  private static final Script NEWER_WINS = Script.of(RedisScripts.NEWER_WINS);
  private static final Script DROP_CORRUPTED = Script.of(read("drop-corrupted.lua"));

  private record Script(String text, String sha) {
    static Script of(String text) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        return new Script(text, HexFormat.of().formatHex(digest));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-1", e);
      }
    }
  }

  private final long ttlSeconds;
  private final RandomGenerator random;

  RedisFills(Duration ttl, RandomGenerator random) {
    this.ttlSeconds = ttl.toSeconds();
    this.random = random;
  }

  /** True when written, false when Redis holds this version or a newer one. */
  Mono<Boolean> put(RedisAsyncCommands<String, RedisValue> redis, ViewKey key, StoredView view) {
    String[] keys = {key.text()};
    RedisValue[] arguments = {
      new RedisValue.View(new StoredView.InRedis(view, true)),
      ascii(view.version().format()),
      ascii(view.version().sequence()),
      ascii(jittered())
    };
    return run(redis, NEWER_WINS, keys, arguments).map(result -> result == 1);
  }

  /** Sent at once, on the same connection before the fill that will follow. */
  void dropCorrupted(RedisAsyncCommands<String, RedisValue> redis, ViewKey key, RedisValue value) {
    run(redis, DROP_CORRUPTED, new String[] {key.text()}, value).onErrorComplete().subscribe();
  }

  private static Mono<Long> run(
      RedisAsyncCommands<String, RedisValue> redis,
      Script script,
      String[] keys,
      RedisValue... arguments) {
    return Mono.fromCompletionStage(
            () -> redis.<Long>evalsha(script.sha(), ScriptOutputType.INTEGER, keys, arguments))
        .onErrorResume(
            RedisNoScriptException.class,
            _ ->
                Mono.fromCompletionStage(
                    () ->
                        redis.<Long>eval(
                            script.text(), ScriptOutputType.INTEGER, keys, arguments)));
  }

  /** A tenth more or less, so that what was filled together does not expire together. */
  private long jittered() {
    long tenth = ttlSeconds / 10;
    return Math.max(1, ttlSeconds - tenth + random.nextLong(2 * tenth + 1));
  }

  private static RedisValue ascii(long number) {
    return new RedisValue.Bytes(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(String name) {
    try (InputStream in = RedisFills.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
