package dev.vitrine.query.stream;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ViewListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.AbortedException;

/**
 * Who wants to hear of what, and the last changes, from which a client that comes back goes on. All
 * of it changes under one lock, so that nobody misses what comes between looking back and being
 * told; telling somebody is to put into a queue.
 */
final class ChangeHub implements ViewListener {
  /** What a client is told. */
  sealed interface Told {
    /**
     * @param position behind the change
     */
    record Changed(Change change, Position position) implements Told {}

    /** What was missed cannot be told; read anew what matters. */
    record Reset(Position position) implements Told {}
  }

  private record Kept(int partition, long offset, Change change) {}

  private static final class Listener {
    private final Sinks.Many<Told> queue;
    private final Sinks.Empty<Told> cutOff = Sinks.empty();
    private final Set<Change.Subject> subjects;

    Listener(Set<Change.Subject> subjects, int bound) {
      this.subjects = subjects;
      queue = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(bound));
    }

    /** False when it does not keep up. */
    boolean tell(Told told) {
      return queue.tryEmitNext(told).isSuccess();
    }
  }

  private final StreamSettings settings;
  private final Consumer<StreamMetrics.Event> counts;
  private final Map<Change.Subject, Set<Listener>> listeners = new HashMap<>();
  private final Map<Integer, Long> offsets = new HashMap<>();

  /** Per partition the last offset that {@link #last} does not hold any more. */
  private final Map<Integer, Long> forgotten = new HashMap<>();

  private final Deque<Kept> last = new ArrayDeque<>();
  private int open;
  private boolean closed;

  ChangeHub(StreamSettings settings, Consumer<StreamMetrics.Event> counts) {
    this.settings = settings;
    this.counts = counts;
  }

  @Override
  public synchronized void begins(int partition, long offset) {
    // After a failure it is read on from where it was, and nothing was missed.
    if (offsets.putIfAbsent(partition, offset - 1) == null) {
      forgotten.put(partition, offset - 1);
    }
  }

  @Override
  public synchronized void arrived(
      int partition, long offset, ViewKey key, ViewVersion version, boolean gone) {
    begins(partition, offset);
    Long before = offsets.put(partition, offset);
    if (before != null && offset <= before) {
      startAnew(partition, offset);
    }
    Change change = change(key, version, gone);
    if (change == null) {
      return;
    }
    last.add(new Kept(partition, offset, change));
    if (last.size() > settings.kept()) {
      Kept oldest = last.remove();
      forgotten.put(oldest.partition(), oldest.offset());
    }
    Set<Listener> told = listeners.get(change.subject());
    if (told != null) {
      tell(told, new Told.Changed(change, new Position(offsets)));
    }
  }

  private void tell(Set<Listener> told, Told what) {
    List<Listener> late = new ArrayList<>();
    for (Listener listener : told) {
      if (!listener.tell(what)) {
        late.add(listener);
      }
    }
    // Cut off, so that it comes back when it can and goes on from where it was.
    for (Listener listener : late) {
      leave(listener);
      listener.cutOff.tryEmitError(new TooSlow());
      counts.accept(StreamMetrics.Event.CUT_OFF);
    }
  }

  /**
   * The topic goes on at a lower offset: it is another one, and nobody's position means anything.
   */
  private void startAnew(int partition, long offset) {
    last.clear();
    forgotten.putAll(offsets);
    forgotten.put(partition, offset - 1);
    Told reset = new Told.Reset(new Position(offsets));
    List<Set<Listener>> all = new ArrayList<>(listeners.values());
    all.forEach(some -> tell(new HashSet<>(some), reset));
  }

  private static @Nullable Change change(ViewKey key, ViewVersion version, boolean gone) {
    return switch (key) {
      case ViewKey.Product(String id) ->
          new Change(new Change.Subject.Product(id), id, version.sequence(), gone);
      case ViewKey.Listing(String category, String product) ->
          new Change(new Change.Subject.Category(category), product, version.sequence(), gone);
      case ViewKey.Sku _, ViewKey.Slug _, ViewKey.Categories _ -> null;
    };
  }

  /**
   * From now on, or from a position on.
   *
   * @param from null for now
   * @throws TooManyStreams when there are
   */
  Flux<Told> listen(Set<Change.Subject> subjects, @Nullable Position from) {
    return Flux.defer(
        () -> {
          Listener listener = join(subjects, from);
          return listener
              .queue
              .asFlux()
              // The thread that reads the topic only hands over.
              .publishOn(Schedulers.parallel(), 1)
              // Behind all that is queued, since a client that does not read asks for none of it.
              .takeUntilOther(listener.cutOff.asMono())
              .doFinally(_ -> left(listener));
        });
  }

  private synchronized Listener join(Set<Change.Subject> subjects, @Nullable Position from) {
    if (closed || open >= settings.streams()) {
      throw new TooManyStreams();
    }
    Listener listener = new Listener(subjects, settings.queued());
    if (from != null && !catchUp(listener, from)) {
      listener.tell(new Told.Reset(new Position(offsets)));
    }
    subjects.forEach(
        subject -> listeners.computeIfAbsent(subject, _ -> new HashSet<>()).add(listener));
    open++;
    counts.accept(StreamMetrics.Event.OPENED);
    return listener;
  }

  /** False when something that was missed is not or may not be there, or is too much. */
  private boolean catchUp(Listener listener, Position from) {
    if (!offsets.keySet().containsAll(from.offsets().keySet())) {
      return false;
    }
    for (Map.Entry<Integer, Long> now : offsets.entrySet()) {
      long seen = from.of(now.getKey());
      if (seen < forgotten.getOrDefault(now.getKey(), -1L) || seen > now.getValue()) {
        return false;
      }
    }
    List<Kept> missed =
        last.stream()
            .filter(
                kept ->
                    kept.offset() > from.of(kept.partition())
                        && listener.subjects.contains(kept.change().subject()))
            .toList();
    if (missed.size() >= settings.queued()) {
      return false;
    }
    Map<Integer, Long> position = new HashMap<>(from.offsets());
    for (Kept kept : missed) {
      position.merge(kept.partition(), kept.offset(), Math::max);
      listener.tell(new Told.Changed(kept.change(), new Position(position)));
    }
    return true;
  }

  private synchronized void left(Listener listener) {
    open--;
    counts.accept(StreamMetrics.Event.CLOSED);
    leave(listener);
  }

  private void leave(Listener listener) {
    for (Change.Subject subject : listener.subjects) {
      listeners.computeIfPresent(
          subject,
          (_, some) -> {
            some.remove(listener);
            return some.isEmpty() ? null : some;
          });
    }
  }

  synchronized int open() {
    return open;
  }

  synchronized boolean hasRoom() {
    return !closed && open < settings.streams();
  }

  /** Lets all clients go, to another replica. */
  synchronized void close() {
    closed = true;
    Set<Listener> all = new HashSet<>();
    listeners.values().forEach(all::addAll);
    all.forEach(listener -> listener.queue.tryEmitComplete());
  }

  /** There is no room for another stream here. */
  static final class TooManyStreams extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStreams() {
      super("too many streams", null, false, false);
    }
  }

  /**
   * The client did not read as fast as there was something to tell. To the server it is one whose
   * connection is lost.
   */
  static final class TooSlow extends AbortedException {
    private static final long serialVersionUID = 1L;

    TooSlow() {
      super("too slow a reader");
    }
  }
}
