package dev.vitrine.query.stream;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ViewListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Who wants to hear of what, and the last changes, from which a client that comes back goes on. All
 * of it changes under one lock, so that nobody misses what comes between looking back and being
 * told. What is done under it is short, because the thread that reads the topic waits for it:
 * telling somebody is to put into a queue, and what a client missed is chosen outside of it.
 */
final class ChangeHub implements ViewListener {
  /** What a client is told. */
  sealed interface Told {
    /** The first: from where on it is told. */
    record Listening(Position position) implements Told {}

    /** All up to here was told. */
    record Here(Position position) implements Told {}

    /**
     * @param position behind the change
     */
    record Changed(Change change, Position position) implements Told {}

    /** What was missed cannot be told; read anew what matters. */
    record Reset(Position position) implements Told {}
  }

  /**
   * What somebody that joins finds; what comes after is in its queue.
   *
   * @param held may have been missed; null when not all that was missed is held
   */
  private record Joined(Listener listener, Position now, @Nullable List<RecentChanges.Kept> held) {}

  private static final class Listener {
    private final Queue<Told> waiting;
    private final Sinks.Many<Told> queue;
    private final Set<Change.Subject> subjects;
    private final Runnable cutOff;

    /** It was not told something, so no heartbeat may say that it was. */
    private boolean isCutOff;

    Listener(Set<Change.Subject> subjects, Runnable cutOff, int bound) {
      this.subjects = subjects;
      this.cutOff = cutOff;
      waiting = new LinkedBlockingQueue<>(bound);
      queue = Sinks.many().unicast().onBackpressureBuffer(waiting);
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

  private final RecentChanges recent;
  private @Nullable Position position;
  private int open;
  private boolean closed;

  ChangeHub(StreamSettings settings, Consumer<StreamMetrics.Event> counts) {
    this.settings = settings;
    this.counts = counts;
    recent = new RecentChanges(settings.kept());
  }

  @Override
  public synchronized void begins(int partition, long offset) {
    // After a failure it is read on from where it was, and nothing was missed.
    if (offsets.putIfAbsent(partition, offset - 1) == null) {
      recent.forget(partition, offset - 1);
      position = null;
    }
  }

  @Override
  public synchronized void arrived(
      int partition, long offset, ViewKey key, ViewVersion version, boolean gone) {
    begins(partition, offset);
    position = null;
    Long before = offsets.put(partition, offset);
    if (before != null && offset <= before) {
      startAnew(partition, offset);
    }
    Change change = change(key, version, gone);
    if (change == null) {
      return;
    }
    recent.add(partition, offset, change);
    Set<Listener> told = listeners.get(change.subject());
    if (told != null) {
      tell(told, new Told.Changed(change, position()));
    }
  }

  private Position position() {
    if (position == null) {
      position = new Position(offsets);
    }
    return position;
  }

  private void tell(Set<Listener> told, Told what) {
    List<Listener> late = new ArrayList<>();
    for (Listener listener : told) {
      if (!listener.tell(what)) {
        late.add(listener);
      }
    }
    // Cut off, so that it comes back when it can and goes on from where it was. It counts as open
    // until its connection is gone, which cancels it.
    for (Listener listener : late) {
      leave(listener);
      listener.isCutOff = true;
      listener.cutOff.run();
      counts.accept(StreamMetrics.Event.CUT_OFF);
    }
  }

  /**
   * The topic goes on at a lower offset: it is another one, and nobody's position means anything.
   */
  private void startAnew(int partition, long offset) {
    recent.forgetAll(offsets);
    recent.forget(partition, offset - 1);
    Told reset = new Told.Reset(position());
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
   * @param cutOff is to end the connection at once, whatever still waits to be written to it; must
   *     return at once
   * @throws TooManyStreams when there are
   */
  Flux<Told> listen(Set<Change.Subject> subjects, @Nullable Position from, Runnable cutOff) {
    return Flux.defer(
        () -> {
          Joined joined = join(subjects, from, cutOff);
          Listener listener = joined.listener();
          Disposable beats =
              Flux.interval(settings.heartbeat()).subscribe(_ -> sayThatItLives(listener));
          return Flux.fromIterable(opening(joined, from))
              // The thread that reads the topic only hands over.
              .concatWith(listener.queue.asFlux().publishOn(Schedulers.parallel(), 1))
              .doFinally(
                  _ -> {
                    beats.dispose();
                    left(listener);
                  });
        });
  }

  private synchronized Joined join(
      Set<Change.Subject> subjects, @Nullable Position from, Runnable cutOff) {
    if (closed || open >= settings.streams()) {
      throw new TooManyStreams();
    }
    Listener listener = new Listener(subjects, cutOff, settings.queued());
    subjects.forEach(
        subject -> listeners.computeIfAbsent(subject, _ -> new HashSet<>()).add(listener));
    open++;
    counts.accept(StreamMetrics.Event.OPENED);
    boolean held = from != null && holdsAllSince(from);
    return new Joined(listener, position(), held ? recent.of(subjects) : null);
  }

  /** Not of a partition of which nothing is known here, and not what another topic told. */
  private boolean holdsAllSince(Position from) {
    return offsets.keySet().containsAll(from.offsets().keySet())
        && offsets.entrySet().stream().allMatch(one -> from.of(one.getKey()) <= one.getValue())
        && recent.reachBackTo(from);
  }

  /** What is told before anything that arrives. */
  private List<Told> opening(Joined joined, @Nullable Position from) {
    if (from == null) {
      return List.of(new Told.Listening(joined.now()));
    }
    List<Told> told = new ArrayList<>();
    // Until what it missed was told, a client that is lost again comes back from where it was.
    told.add(new Told.Listening(from));
    List<RecentChanges.Kept> missed =
        joined.held() == null
            ? null
            : joined.held().stream()
                .filter(kept -> kept.offset() > from.of(kept.partition()))
                .sorted(Comparator.comparingLong(RecentChanges.Kept::number))
                .toList();
    if (missed == null || missed.size() >= settings.queued()) {
      told.add(new Told.Reset(joined.now()));
      return told;
    }
    Map<Integer, Long> offset = new HashMap<>(from.offsets());
    for (RecentChanges.Kept kept : missed) {
      offset.put(kept.partition(), kept.offset());
      told.add(new Told.Changed(kept.change(), new Position(offset)));
    }
    told.add(new Told.Here(joined.now()));
    return told;
  }

  /** Behind all it was told; with something still to be taken it is not idle. */
  private synchronized void sayThatItLives(Listener listener) {
    if (!listener.isCutOff && listener.waiting.isEmpty()) {
      listener.tell(new Told.Here(position()));
    }
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
    listeners.clear();
    all.forEach(listener -> listener.queue.tryEmitComplete());
  }

  /** There is no room for another stream here. */
  static final class TooManyStreams extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStreams() {
      super("too many streams", null, false, false);
    }
  }
}
