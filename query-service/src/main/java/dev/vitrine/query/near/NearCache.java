package dev.vitrine.query.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Views in this process. Every put is one step with the look at the floor, so that between them
 * nothing newer can come and be evicted.
 *
 * <p>Bodies lie outside the heap: there they were half of what is alive, and all of it was marked
 * and copied again and again while reads waited.
 */
final class NearCache implements AutoCloseable {
  private final ByteBufAllocator memory;
  private final Cache<ViewKey, NearEntry> entries;
  private final Floors floors;
  private final boolean keeps;

  /**
   * @param maxBytes of bodies and what goes with them; with 0 only floors are kept
   * @param memory for the bodies
   */
  NearCache(long maxBytes, Floors floors, ByteBufAllocator memory) {
    this.memory = memory;
    this.floors = floors;
    this.keeps = maxBytes > 0;
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((ViewKey _, NearEntry entry) -> entry.bytes())
            // Its upkeep is short, and a pool of its own would only wait for the same processors.
            .executor(Runnable::run)
            .removalListener(NearCache::left)
            .recordStats()
            .build();
  }

  private static void left(@Nullable ViewKey key, @Nullable NearEntry entry, RemovalCause cause) {
    if (entry != null) {
      entry.letGo();
    }
  }

  private KeptView keep(ReadyView ready) {
    return new KeptView(ready.view(), ready.etag(), memory);
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
    boolean floored = floors.raise(key, view.version());
    entries
        .asMap()
        .computeIfPresent(
            key,
            (_, present) -> {
              if (isBelow(floors.of(key), view.version()) || isOlder(view, present)) {
                return present; // this replica had read ahead of the topic
              }
              return floored ? new NearEntry(keep(new ReadyView(view)), asOf, null) : null;
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
  @Nullable Near offered(
      ViewKey key,
      @Nullable ReadyView offered,
      long asked,
      boolean neverGoesBack,
      @Nullable Long lookedAt) {
    StoredView found = offered == null ? null : offered.view();
    var result =
        new Object() {
          @Nullable Near answer;
        };
    entries
        .asMap()
        .compute(
            key,
            (_, present) -> {
              ViewVersion floor = floors.of(key);
              if (present != null && isOlder(found, present)) {
                result.answer = Objects.requireNonNull(present.copy(), "it is in the cache");
                return present.looked(lookedAt);
              }
              if (floor != null && (found == null || isBelow(floor, found.version()))) {
                return present;
              }
              boolean floored = found == null || floors.raise(key, found.version());
              boolean sure = floored && floors.areSureOf(key);
              if (!sure && !neverGoesBack) {
                return null;
              }
              result.answer = new Near(offered);
              return sure && keeps
                  ? new NearEntry(offered == null ? null : keep(offered), asked, lookedAt)
                  : null;
            });
    return result.answer;
  }

  private static boolean isBelow(@Nullable ViewVersion floor, ViewVersion version) {
    return floor != null && floor.newerThan(version);
  }

  private static boolean isOlder(@Nullable StoredView found, @Nullable NearEntry present) {
    ViewVersion there = present == null ? null : present.version();
    return there != null && (found == null || there.newerThan(found.version()));
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    entries.invalidateAll();
  }

  Cache<ViewKey, NearEntry> entries() {
    return entries;
  }
}
