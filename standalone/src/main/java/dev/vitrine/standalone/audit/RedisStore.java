package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The cache. What it has must be right; what it lacks is nobody's fault. */
final class RedisStore implements Store {
  private static final int BATCH = 500;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final RedisCommands<byte[], byte[]> redis;

  RedisStore(RedisCommands<byte[], byte[]> redis) {
    this.redis = redis;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public boolean mustHold(String key, boolean gone) {
    return false;
  }

  @Override
  public void scan(Listener to) {
    ScanArgs batch = ScanArgs.Builder.limit(BATCH);
    KeyScanCursor<byte[]> cursor = redis.scan(batch);
    while (true) {
      readAll(cursor, to);
      if (cursor.isFinished()) {
        return;
      }
      cursor = redis.scan(cursor, batch);
    }
  }

  private void readAll(KeyScanCursor<byte[]> cursor, Listener to) {
    if (cursor.getKeys().isEmpty()) {
      return;
    }
    for (KeyValue<byte[], byte[]> found : redis.mget(cursor.getKeys().toArray(byte[][]::new))) {
      String key = new String(found.getKey(), StandardCharsets.UTF_8);
      try {
        ViewKey.parse(key);
        if (found.hasValue()) {
          to.found(read(key, found.getValue()));
        } else {
          to.unreadable(key); // evicted meanwhile, or no string
        }
      } catch (UnreadableItem | IllegalArgumentException e) {
        to.unreadable(key);
      }
    }
  }

  @Override
  public @Nullable View get(String key) throws UnreadableItem {
    try {
      byte[] value = redis.get(key.getBytes(StandardCharsets.UTF_8));
      return value == null ? null : read(key, value);
    } catch (RedisCommandExecutionException e) {
      throw new UnreadableItem(String.valueOf(e.getMessage()));
    }
  }

  private static View read(String key, byte[] value) throws UnreadableItem {
    try {
      StoredView stored = StoredView.fromRedis(value);
      return new View(key, stored.version(), stored.gone(), JSON.readTree(stored.body()));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new UnreadableItem("not a stored view: " + e.getMessage());
    }
  }
}
