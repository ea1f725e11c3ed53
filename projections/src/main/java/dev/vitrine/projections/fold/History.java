package dev.vitrine.projections.fold;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an aggregate stands, and enough of its past to tell a repeat from another event under a
 * known sequence. An event older than what is remembered counts as a repeat: a log that is sent
 * again from its beginning must not set every long-lived product aside. The price: when a failover
 * of the database loses more events of one aggregate than are remembered, the first ones that are
 * written in their place go unnoticed, and only later ones set the aggregate aside.
 *
 * @param version sequence of the last event, -1 before the first
 * @param recentIds ids of the last events, at most {@link #REMEMBERED}, the latest last
 */
public record History(long version, List<String> recentIds) {
  public static final int REMEMBERED = 32;
  public static final History NONE = new History(-1, List.of());

  public enum Place {
    NEXT,
    REPEAT,
    /** Events before this one are missing. */
    GAP,
    /** Another event was folded under this sequence. */
    CONFLICT
  }

  public History {
    recentIds = List.copyOf(recentIds);
  }

  public Place placeOf(Sequenced<?> in) {
    if (in.sequence() == version + 1) {
      return Place.NEXT;
    }
    if (in.sequence() > version) {
      return Place.GAP;
    }
    long fromEnd = version - in.sequence();
    if (fromEnd >= recentIds.size()) {
      return Place.REPEAT;
    }
    int index = recentIds.size() - 1 - (int) fromEnd;
    return recentIds.get(index).equals(in.eventId()) ? Place.REPEAT : Place.CONFLICT;
  }

  public History then(Sequenced<?> in) {
    List<String> ids = new ArrayList<>(recentIds);
    ids.add(in.eventId());
    return new History(in.sequence(), ids.size() > REMEMBERED ? ids.subList(1, ids.size()) : ids);
  }
}
