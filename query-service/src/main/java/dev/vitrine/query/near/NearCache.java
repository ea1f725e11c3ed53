package dev.vitrine.query.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import org.jspecify.annotations.Nullable;

/**
 * Views in this process. Every put is one step with the look at the floor, so that between them
 * nothing newer can come and be evicted.
 *
 * <p>While there is room all that is read comes in, and once it is full what is read twice: what
 * passes by once would push out what stays, and live just long enough to be the collector's work.
 */
final class NearCache {
  private final Cache<ViewKey, NearEntry> entries;
  private final Policy.Eviction<ViewKey, NearEntry> size;
  private final Floors floors;
  private final boolean keeps;
  private final long fullFrom;
  private final Doorkeeper doorkeeper;

  /**
   * @param maxBytes of bodies and what goes with them; with 0 only floors are kept
   */
  NearCache(long maxBytes, Floors floors) {
    this.floors = floors;
    this.keeps = maxBytes > 0;
    this.fullFrom = maxBytes / 16 * 15; // an eviction leaves a little room
    this.doorkeeper = new Doorkeeper((int) Math.min(maxBytes / 1024, 1 << 20));
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((ViewKey _, NearEntry entry) -> entry.bytes())
            // Its upkeep is short, and a pool of its own would only wait for the same processors.
            .executor(Runnable::run)
            .recordStats()
            .build();
    size = entries.policy().eviction().orElseThrow();
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
    boolean floored = floors.heard(key, view.version());
    entries
        .asMap()
        .computeIfPresent(
            key,
            (_, present) -> {
              if (isBelow(floors.of(key), view.version()) || isOlder(view, present)) {
                return present; // this replica had read ahead of the topic
              }
              return floored ? new NearEntry(new ReadyView(view), asOf, null) : null;
            });
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
    boolean admitted = hasRoom() || doorkeeper.hasSeen(key);
    var result =
        new Object() {
          @Nullable NearEntry entry;
        };
    entries
        .asMap()
        .compute(
            key,
            (_, present) -> {
              ViewVersion floor = floors.of(key);
              if (present != null && isOlder(found, present)) {
                result.entry = present;
                return present.looked(lookedAt);
              }
              if (floor != null && (found == null || isBelow(floor, found.version()))) {
                return present;
              }
              boolean floored = found == null || floors.read(key, found.version());
              boolean sure = floored && floors.areSureOf(key);
              if (!sure && !neverGoesBack) {
                return null;
              }
              NearEntry entry = new NearEntry(offered, asked, lookedAt);
              result.entry = entry;
              return sure && keeps && (admitted || present != null) ? entry : null;
            });
    return result.entry;
  }

  private boolean hasRoom() {
    return size.weightedSize().orElse(0) < fullFrom;
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
