package dev.vitrine.query.view;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.ViewKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks a store for many keys at a time. A read goes out at once while few calls are under way; what
 * comes meanwhile waits for one of them to end and goes out together. No clock is involved: an idle
 * store is asked without delay, and a busy one gets fewer and larger calls. So it is also a
 * bulkhead: a slow store holds a bounded number of reads, and further ones are told so.
 */
public final class Gathered implements ViewStore {
  private record Waiting(ViewKey key, Sinks.One<FoundView> answer) {}

  private final ViewStore store;
  private final Source source;
  private final Semaphore calls;
  private final int maxWaiting;
  private final AtomicInteger size = new AtomicInteger();
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /**
   * @param calls under way at once
   * @param maxWaiting reads that may wait for one of those
   */
  public Gathered(ViewStore store, Source source, int calls, int maxWaiting) {
    this.store = store;
    this.source = source;
    this.calls = new Semaphore(calls);
    this.maxWaiting = maxWaiting;
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
          waiting.add(one);
          send();
          return one.answer().asMono();
        });
  }

  /** Several keys are a call already. */
  @Override
  public Mono<Views> readAll(Set<ViewKey> keys) {
    return store.readAll(keys);
  }

  private void send() {
    while (!waiting.isEmpty() && calls.tryAcquire()) {
      List<Waiting> batch = take();
      if (batch.isEmpty()) {
        calls.release();
      } else {
        call(batch);
      }
    }
  }

  private List<Waiting> take() {
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

  private void call(List<Waiting> batch) {
    if (batch.size() == 1) {
      Waiting only = batch.getFirst();
      store
          .read(only.key())
          .doFinally(_ -> ended())
          .subscribe(
              found -> only.answer().tryEmitValue(found),
              failure -> only.answer().tryEmitError(failure),
              () -> only.answer().tryEmitEmpty());
      return;
    }
    Map<ViewKey, List<Waiting>> byKey = LinkedHashMap.newLinkedHashMap(batch.size());
    batch.forEach(one -> byKey.computeIfAbsent(one.key(), _ -> new ArrayList<>(1)).add(one));
    store
        .readAll(byKey.keySet())
        .doFinally(_ -> ended())
        .subscribe(
            views -> byKey.forEach((key, all) -> all.forEach(one -> answer(one, views))),
            failure -> batch.forEach(one -> one.answer().tryEmitError(failure)));
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

  private void ended() {
    calls.release();
    send();
  }
}
