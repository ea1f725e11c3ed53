package dev.vitrine.query.view;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.ViewKey;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks a store for many keys at a time. A read goes out at once while few calls are under way; what
 * comes meanwhile waits for one of them to end and goes out together, as does what is read {@link
 * #together}. No clock is involved: an idle store is asked without delay, and a busy one gets fewer
 * and larger calls. So it is also a bulkhead: a slow store holds a bounded number of reads, and
 * further ones are told so.
 */
public final class Gathered implements ViewStore {
  private record Waiting(ViewKey key, Sinks.One<FoundView> answer) {}

  /** What this thread has read since {@link #together} began; unset outside of it. */
  private static final FastThreadLocal<@Nullable Map<Lane, Gathered>> HELD =
      new FastThreadLocal<>();

  private final ViewStore store;
  private final Source source;
  private final int maxWaiting;
  private final AtomicInteger size = new AtomicInteger();
  private final Supplier<Lane> lane;

  private Gathered(ViewStore store, Source source, int maxWaiting, Supplier<Lane> lane) {
    this.store = store;
    this.source = source;
    this.maxWaiting = maxWaiting;
    this.lane = lane;
  }

  /**
   * Gathers what all threads read.
   *
   * @param calls under way at once
   * @param maxWaiting reads that may wait for one of those
   */
  public static Gathered overThreads(ViewStore store, Source source, int calls, int maxWaiting) {
    Lane all = new Lane(calls);
    return new Gathered(store, source, maxWaiting, () -> all);
  }

  /**
   * Gathers what each thread reads by itself, for a store that answers on the thread that asked:
   * gathered over two threads, every other answer would change threads once more, which was a sixth
   * of what a Redis hit took.
   *
   * @param calls of a thread under way at once; there are as few threads as processors
   * @param maxWaiting reads of all threads that may wait for one of those
   */
  public static Gathered byThread(ViewStore store, Source source, int calls, int maxWaiting) {
    FastThreadLocal<Lane> own =
        new FastThreadLocal<>() {
          @Override
          protected Lane initialValue() {
            return new Lane(calls);
          }
        };
    return new Gathered(store, source, maxWaiting, own::get);
  }

  /** Reads that wait for each other's calls. */
  private static final class Lane {
    private final Semaphore calls;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    Lane(int calls) {
      this.calls = new Semaphore(calls);
    }
  }

  /**
   * What is read meanwhile on this thread, of any store, goes out at the end: as one call of each,
   * if a call is free. What the answers to such a call read is one call of the next store, too.
   */
  public static void together(Runnable reads) {
    if (HELD.getIfExists() != null) {
      reads.run();
      return;
    }
    Map<Lane, Gathered> held = new LinkedHashMap<>();
    HELD.set(held);
    try {
      reads.run();
    } finally {
      HELD.remove();
      held.forEach((lane, gathered) -> gathered.send(lane));
    }
  }

  @Override
  public Mono<FoundView> read(ViewKey key) {
    return Mono.defer(
        () -> {
          if (size.incrementAndGet() > maxWaiting) {
            size.decrementAndGet();
            return Mono.error(new StoreUnavailable(source, "too many reads wait for it", null));
          }
          Waiting one = new Waiting(key, Sinks.one());
          Lane mine = lane.get();
          mine.waiting.add(one);
          Map<Lane, Gathered> held = HELD.getIfExists();
          if (held == null) {
            send(mine);
          } else {
            held.put(mine, this);
          }
          return one.answer().asMono();
        });
  }

  /** Several keys are a call already. */
  @Override
  public Mono<Views> readAll(Set<ViewKey> keys) {
    return store.readAll(keys);
  }

  private void send(Lane lane) {
    while (!lane.waiting.isEmpty() && lane.calls.tryAcquire()) {
      List<Waiting> batch = take(lane.waiting);
      if (batch.isEmpty()) {
        lane.calls.release();
      } else {
        call(batch, lane);
      }
    }
  }

  private List<Waiting> take(Queue<Waiting> waiting) {
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < Limits.BATCH) {
      Waiting next = waiting.poll();
      if (next == null) {
        break;
      }
      size.decrementAndGet();
      batch.add(next);
    }
    return batch;
  }

  private void call(List<Waiting> batch, Lane lane) {
    if (batch.size() == 1) {
      Waiting only = batch.getFirst();
      store
          .read(only.key())
          .doFinally(_ -> ended(lane))
          .subscribe(
              found -> only.answer().tryEmitValue(found),
              failure -> only.answer().tryEmitError(failure),
              () -> only.answer().tryEmitEmpty());
      return;
    }
    Set<ViewKey> keys = LinkedHashSet.newLinkedHashSet(batch.size());
    batch.forEach(one -> keys.add(one.key()));
    store
        .readAll(keys)
        .doFinally(_ -> ended(lane))
        .subscribe(
            views -> together(() -> batch.forEach(one -> answer(one, views))),
            failure -> together(() -> batch.forEach(one -> one.answer().tryEmitError(failure))));
  }

  private void answer(Waiting one, Views views) {
    @Nullable FoundView found = views.found().get(one.key());
    if (found != null) {
      one.answer().tryEmitValue(found);
    } else if (views.unreadable().contains(one.key())) {
      one.answer().tryEmitError(new UnreadableView(one.key(), null));
    } else if (views.unavailable().contains(one.key())) {
      one.answer().tryEmitError(new StoreUnavailable(source, "it is throttled", null));
    } else {
      one.answer().tryEmitEmpty();
    }
  }

  private void ended(Lane lane) {
    lane.calls.release();
    send(lane);
  }
}
