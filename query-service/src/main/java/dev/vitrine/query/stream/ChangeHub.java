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
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /** Who is told; it takes over at once, from whatever thread. */
  interface Client {
    /** False when it does not keep up. */
    boolean tell(Told told);

    /** Ends its connection at once, whatever still waits to be written to it. */
    void cutOff();

    /** Ends its connection behind all that it was told. */
    void end();
  }

  /**
   * What somebody that joins finds.
   *
   * @param opening goes out before what the client is told, which may have begun
   */
  record Joined(Listening listening, List<Told> opening) {}

  /** A client's place among those that are told. */
  final class Listening {
    private final Set<Change.Subject> subjects;
    private final Client client;
    private final int bytes;

    /** It was not told something, so no heartbeat may say that it was. */
    private boolean isCutOff;

    private Listening(Set<Change.Subject> subjects, Client client, int bytes) {
      this.subjects = subjects;
      this.client = client;
      this.bytes = bytes;
    }

    /** Says how far all was told. */
    void beat() {
      synchronized (ChangeHub.this) {
        if (!isCutOff && !closed) {
          tell(Set.of(this), here());
        }
      }
    }

    /** Once, when its connection is gone. */
    void leave() {
      synchronized (ChangeHub.this) {
        open--;
        held -= bytes;
        counts.accept(StreamMetrics.Event.CLOSED);
        forget(this);
      }
    }
  }

  private final StreamSettings settings;
  private final long room;
  private final Consumer<StreamMetrics.Event> counts;
  private final Map<Change.Subject, Set<Listening>> listeners = new HashMap<>();
  private final Map<Integer, Long> offsets = new HashMap<>();

  private final RecentChanges recent;
  private @Nullable Position position;
  private @Nullable Told here;
  private int open;
  private long held;
  private boolean closed;

  /**
   * @param room bytes that streams may hold together
   */
  ChangeHub(StreamSettings settings, long room, Consumer<StreamMetrics.Event> counts) {
    this.settings = settings;
    this.room = room;
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
    Set<Listening> told = listeners.get(change.subject());
    if (told != null) {
      tell(told, new Told.Changed(change, position()));
    }
  }

  private Position position() {
    if (position == null) {
      position = new Position(offsets);
      here = null;
    }
    return position;
  }

  /** One for all clients that hear of it. */
  private Told here() {
    Position now = position();
    if (here == null) {
      here = new Told.Here(now);
    }
    return here;
  }

  private void tell(Set<Listening> told, Told what) {
    List<Listening> late = new ArrayList<>(0);
    for (Listening listening : told) {
      if (!listening.client.tell(what)) {
        late.add(listening);
      }
    }
    // Cut off, so that it comes back when it can and goes on from where it was. It counts as open
    // until its connection is gone.
    for (Listening listening : late) {
      forget(listening);
      listening.isCutOff = true;
      listening.client.cutOff();
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
    List<Set<Listening>> all = new ArrayList<>(listeners.values());
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
   * @param bytes that its stream will hold
   * @throws TooManyStreams when there are
   */
  Joined listen(StreamRequest asked, Client client, int bytes) {
    Set<Change.Subject> subjects = asked.subjects();
    Position from = asked.from();
    Listening listening = new Listening(subjects, client, bytes);
    Position now;
    List<RecentChanges.Kept> kept = null;
    synchronized (this) {
      if (closed || open >= settings.streams() || held + bytes > room) {
        throw new TooManyStreams();
      }
      subjects.forEach(
          subject -> listeners.computeIfAbsent(subject, _ -> new HashSet<>(2)).add(listening));
      open++;
      held += bytes;
      counts.accept(StreamMetrics.Event.OPENED);
      now = position();
      if (from != null && holdsAllSince(from)) {
        kept = recent.of(subjects);
      }
    }
    return new Joined(listening, opening(from, now, kept));
  }

  /** Not of a partition of which nothing is known here, and not what another topic told. */
  private boolean holdsAllSince(Position from) {
    return !from.equals(Position.UNKNOWN)
        && offsets.keySet().containsAll(from.offsets().keySet())
        && offsets.entrySet().stream().allMatch(one -> from.of(one.getKey()) <= one.getValue())
        && recent.reachBackTo(from);
  }

  /**
   * What is told before anything that arrives.
   *
   * @param recently may have been missed; null when not all that was missed is held
   */
  private List<Told> opening(
      @Nullable Position from, Position now, @Nullable List<RecentChanges.Kept> recently) {
    if (from == null) {
      return List.of(new Told.Listening(now));
    }
    List<Told> told = new ArrayList<>();
    // Until what it missed was told, a client that is lost again comes back from where it was.
    told.add(new Told.Listening(from));
    List<RecentChanges.Kept> missed =
        recently == null
            ? null
            : recently.stream()
                .filter(kept -> kept.offset() > from.of(kept.partition()))
                .sorted(Comparator.comparingLong(RecentChanges.Kept::number))
                .toList();
    if (missed == null || missed.size() >= settings.queued()) {
      told.add(new Told.Reset(now));
      return told;
    }
    Map<Integer, Long> offset = new HashMap<>(from.offsets());
    for (RecentChanges.Kept kept : missed) {
      offset.put(kept.partition(), kept.offset());
      told.add(new Told.Changed(kept.change(), new Position(offset)));
    }
    told.add(new Told.Here(now));
    return told;
  }

  private void forget(Listening listening) {
    for (Change.Subject subject : listening.subjects) {
      listeners.computeIfPresent(
          subject,
          (_, some) -> {
            some.remove(listening);
            return some.isEmpty() ? null : some;
          });
    }
  }

  synchronized int open() {
    return open;
  }

  /** Lets all clients go, to another replica. */
  synchronized void close() {
    closed = true;
    Set<Listening> all = new HashSet<>();
    listeners.values().forEach(all::addAll);
    listeners.clear();
    all.forEach(listening -> listening.client.end());
  }

  /** There is no room for another stream here. */
  static final class TooManyStreams extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStreams() {
      super("too many streams", null, false, false);
    }
  }
}
