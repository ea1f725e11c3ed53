package dev.vitrine.query.redis;

import dev.vitrine.contract.view.StoredView;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.ByteBuffer;

/** Takes a view's body from the connection's buffer once: it is most of what a miss allocates. */
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
      StoredView view = StoredView.fromRedis(bytes);
      if (view.version().format() >= 0 && view.version().sequence() >= 0 && isWhole(view.body())) {
        return new RedisValue.View(view, StoredView.isFill(bytes));
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
          case RedisValue.View(StoredView view, boolean fill) ->
              fill ? view.toRedisAsFill() : view.toRedis();
        });
  }
}
