package dev.vitrine.command.category;

import dev.vitrine.command.eventstore.EventReader;
import dev.vitrine.command.eventstore.StoredEvent;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.StreamId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tree as of now, without replaying it whole each time. Remembers the last tree it read and
 * reads on from there; categories are never removed, so a known id needs no query at all.
 */
@Component
public final class TreeReader {
  private final EventReader events;

  /** Outside the caller's transaction: what that appended may still be rolled back. */
  private final TransactionTemplate outside;

  private final ReentrantLock reading = new ReentrantLock();
  private volatile Current last = new Current(new Tree(), -1, "");

  TreeReader(EventReader events, PlatformTransactionManager transactions) {
    this.events = events;
    this.outside = new TransactionTemplate(transactions);
    this.outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
  }

  /**
   * The tree at a version.
   *
   * @param tree shared; whoever changes it takes a copy
   * @param version sequence of the last event, -1 when there is none
   * @param updatedAt time of that event as it is stored, empty when there is none
   */
  public record Current(Tree tree, long version, String updatedAt) {}

  /** Sees everything that was committed before the call. */
  public Current read() {
    Current known = last;
    Current current = after(known);
    remember(current);
    return current;
  }

  /** Like {@link #read}, but from the first event on, trusting nothing that is remembered. */
  public Current replay() {
    return after(new Current(new Tree(), -1, ""));
  }

  private Current after(Current known) {
    List<StoredEvent> news = eventsAfter(known.version());
    if (news.isEmpty()) {
      return known;
    }
    Tree tree = known.tree().copy();
    for (StoredEvent stored : news) {
      if (!(stored.event() instanceof CategoryEvent event)) {
        throw new IllegalStateException("not an event of the tree: " + stored);
      }
      tree.evolve(event);
    }
    return new Current(tree, news.getLast().sequence(), news.getLast().time());
  }

  private List<StoredEvent> eventsAfter(long version) {
    List<StoredEvent> news = outside.execute(_ -> events.readAfter(StreamId.CATEGORIES, version));
    return news == null ? List.of() : news;
  }

  private void remember(Current current) {
    reading.lock();
    try {
      if (current.version() > last.version()) {
        last = current;
      }
    } finally {
      reading.unlock();
    }
  }

  /** Those of the ids that no category has. */
  public List<String> unknown(Collection<String> ids) {
    Tree known = last.tree();
    if (ids.stream().allMatch(known::contains)) {
      return List.of();
    }
    Tree current = read().tree();
    return ids.stream().filter(id -> !current.contains(id)).toList();
  }
}
