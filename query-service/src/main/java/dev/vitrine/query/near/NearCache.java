package dev.vitrine.query.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Views in this process. For each key a put is one step with the look at the floor, so that between
 * them nothing newer can come and be evicted. The locks are our own: in the cache's, a read that
 * puts nothing in would still write to its table, and the collector would look through all of it.
 *
 * <p>While there is room all that is read comes in, and once it is full what is read twice: what
 * passes by once would push out what stays, and live just long enough to be the collector's work.
 */
final class NearCache {
  private static final int ROOM_ASKED_EVERY = 64;

  private final Cache<ViewKey, NearEntry> entries;
  private final Policy<ViewKey, NearEntry> policy;
  private final Policy.Eviction<ViewKey, NearEntry> size;
  private final Object[] locks = new Object[Spread.BYTES];
  private final Floors floors;
  private final boolean keeps;
  private final long fullFrom;
  private final Doorkeeper doorkeeper;

  // Threads that race ask once more or less.
  private boolean room = true;
  private int untilAsked;

  /**
   * @param maxBytes of bodies and what goes with them; with 0 only floors are kept
   */
  NearCache(long maxBytes, Floors floors) {
    this.floors = floors;
    this.keeps = maxBytes > 0;
    this.fullFrom = maxBytes / 16 * 15; // an eviction leaves a little room
    this.doorkeeper = new Doorkeeper((int) Math.min(maxBytes / 4096, 1 << 20));
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((ViewKey _, NearEntry entry) -> entry.bytes())
            // Its upkeep is short, and a pool of its own would only wait for the same processors.
            .executor(Runnable::run)
            .build();
    policy = entries.policy();
    size = policy.eviction().orElseThrow();
    Arrays.setAll(locks, _ -> new Object());
  }

  @Nullable NearEntry get(ViewKey key) {
    return entries.getIfPresent(key);
  }

  /**
   * The topic has a newer view: the floor rises, and what is here is replaced. What nobody reads
   * does not come in: an import must not push out what is read.
   *
   * @param asOf {@code System.nanoTime()} when the topic was last known to be read to its end
   */
  void arrived(ViewKey key, StoredView view, long asOf) {
    synchronized (lock(key)) {
      boolean floored = floors.heard(key, view.version());
      NearEntry present = policy.getIfPresentQuietly(key);
      if (present == null || isBelow(floors.of(key), view.version()) || isOlder(view, present)) {
        return; // not here, or this replica had read ahead of the topic
      }
      replace(key, floored ? new NearEntry(new ReadyView(view), asOf, null) : null);
    }
  }

  /**
   * A store was asked.
   *
   * @param offered null when it has nothing
   * @param asked {@code System.nanoTime()} before it was
   * @param neverGoesBack whether it was the store that needs no floor
   * @param lookedAt {@code System.nanoTime()} now, where that store was asked, also in vain
   * @return what may be answered; null when this replica knows of a newer view that it does not
   *     have, or has no place for a floor under this one
   */
  @Nullable NearEntry offered(
      ViewKey key,
      @Nullable ReadyView offered,
      long asked,
      boolean neverGoesBack,
      @Nullable Long lookedAt) {
    StoredView found = offered == null ? null : offered.view();
    boolean admitted = keeps && (doorkeeper.hasSeen(key) || hasRoom());
    synchronized (lock(key)) {
      NearEntry present = policy.getIfPresentQuietly(key);
      if (present != null && isOlder(found, present)) {
        if (lookedAt != null) {
          replace(key, present.looked(lookedAt));
        }
        return present;
      }
      Floors.Read read = read(key, found);
      if (read == Floors.Read.BELOW) {
        return null;
      }
      NearEntry entry = new NearEntry(offered, asked, lookedAt);
      boolean sure = read == Floors.Read.SURE;
      if (present != null) {
        replace(key, sure ? entry : null);
      } else if (sure && admitted) {
        entries.put(key, entry);
      }
      return sure || neverGoesBack ? entry : null;
    }
  }

  /** That nothing is there raises no floor, and is below any. */
  private Floors.Read read(ViewKey key, @Nullable StoredView found) {
    if (found != null) {
      return floors.read(key, found.version());
    }
    if (floors.of(key) != null) {
      return Floors.Read.BELOW;
    }
    return floors.areSureOf(key) ? Floors.Read.SURE : Floors.Read.UNSURE;
  }

  /** What was evicted meanwhile, or left with all others, stays away. */
  private void replace(ViewKey key, @Nullable NearEntry entry) {
    if (entry == null) {
      entries.invalidate(key);
    } else {
      entries.asMap().replace(key, entry);
    }
  }

  private Object lock(ViewKey key) {
    return locks[Spread.byteOf(key)];
  }

  /** The cache's answer needs a lock that all threads share, so it is asked now and then. */
  private boolean hasRoom() {
    if (untilAsked-- <= 0) {
      untilAsked = ROOM_ASKED_EVERY;
      room = size.weightedSize().orElse(0) < fullFrom;
    }
    return room;
  }

  private static boolean isBelow(@Nullable ViewVersion floor, ViewVersion version) {
    return floor != null && floor.newerThan(version);
  }

  private static boolean isOlder(@Nullable StoredView found, @Nullable NearEntry present) {
    StoredView there = present == null ? null : present.view();
    return there != null && (found == null || there.version().newerThan(found.version()));
  }

  Cache<ViewKey, NearEntry> entries() {
    return entries;
  }
}
