package dev.vitrine.query.redis;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import reactor.netty.resources.LoopResources;

/**
 * Has clients of Lettuce work on the server's own threads, each on one and all of them in turn, so
 * that a request, its question to Redis and its answer can stay on one. With all threads for every
 * client it is chance whether two connections are served by one thread, and after a Redis that was
 * away it is chance again. The server also ends them.
 */
final class ServerLoops implements EventLoopGroupProvider {
  private final LoopResources loops;
  private final int threads;
  private Iterator<EventExecutor> next = Collections.emptyIterator();

  ServerLoops(LoopResources loops, int threads) {
    this.loops = loops;
    this.threads = threads;
  }

  @Override
  @SuppressWarnings("unchecked") // Lettuce names the class of its transport; it only needs a group
  public synchronized <T extends EventLoopGroup> T allocate(Class<T> type) {
    if (!next.hasNext()) {
      next = loops.onServer(true).iterator();
    }
    return (T) next.next();
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
