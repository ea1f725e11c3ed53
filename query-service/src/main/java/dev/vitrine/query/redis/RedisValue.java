package dev.vitrine.query.redis;

import dev.vitrine.contract.view.StoredView;

/** What Redis has under a key. */
sealed interface RedisValue {
  record View(StoredView.InRedis read) implements RedisValue {}

  /** What no sink and no reader can have written as a view; and what is sent, which is no view. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Bytes(byte[] bytes) implements RedisValue {}
}
