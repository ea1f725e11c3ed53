package dev.vitrine.query.redis;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;
import reactor.netty.resources.LoopResources;

/**
 * Has Lettuce work on the server's own threads, so that a request, its question to Redis and its
 * answer can stay on one. The server also ends them.
 */
final class ServerLoops implements EventLoopGroupProvider {
  private final LoopResources loops;
  private final int threads;

  ServerLoops(LoopResources loops, int threads) {
    this.loops = loops;
    this.threads = threads;
  }

  @Override
  @SuppressWarnings("unchecked") // Lettuce names the class of its transport; it only needs a group
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) loops.onServer(true);
  }

  @Override
  public int threadPoolSize() {
    return threads;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }
}
