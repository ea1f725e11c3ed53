package dev.vitrine.query.redis;

import dev.vitrine.contract.view.StoredView;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.ByteBuffer;

/**
 * Takes a view's body from the connection's buffer once: each copy is an eighth of a miss' memory.
 */
final class RedisValueCodec implements RedisCodec<String, RedisValue> {
  @Override
  public String decodeKey(ByteBuffer bytes) {
    return StringCodec.UTF8.decodeKey(bytes);
  }

  @Override
  public ByteBuffer encodeKey(String key) {
    return StringCodec.UTF8.encodeKey(key);
  }

  @Override
  public RedisValue decodeValue(ByteBuffer bytes) {
    try {
      StoredView.InRedis read = StoredView.inRedis(bytes);
      StoredView view = read.view();
      if (view.version().format() >= 0 && view.version().sequence() >= 0 && isWhole(view.body())) {
        return new RedisValue.View(read);
      }
    } catch (IllegalArgumentException notAView) {
      // Whoever asked is given the bytes.
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return new RedisValue.Bytes(copy);
  }

  /** Tells a cut body from a whole one without parsing it. */
  private static boolean isWhole(byte[] body) {
    return body.length > 1 && body[0] == '{' && body[body.length - 1] == '}';
  }

  @Override
  public ByteBuffer encodeValue(RedisValue value) {
    return ByteBuffer.wrap(
        switch (value) {
          case RedisValue.Bytes(byte[] bytes) -> bytes;
          case RedisValue.View(StoredView.InRedis(StoredView view, boolean fill)) ->
              fill ? view.toRedisAsFill() : view.toRedis();
        });
  }
}
