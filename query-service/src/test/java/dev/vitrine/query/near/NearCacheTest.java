package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is held is bounded in bytes, whatever comes, and of two that come at once it is the newer.
 */
class NearCacheTest {
  private static final int MAX_BYTES = 1 << 20;
  private static final int KEYS = 5_000;
  private static final int SMALL = 100;
  private static final int LARGE = 10_000;
  private static final int RACES = 100_000;

  private final Random random = new Random(1);
  private final NearCache near = new NearCache(MAX_BYTES, new Floors(1_000_000, random));
  private final NearCache roomy = new NearCache(Integer.MAX_VALUE, new Floors(1_000_000, random));

  private static ViewKey key(int i) {
    return new ViewKey.Product("p" + i);
  }

  /** Of the body half compresses well and half badly, as with documents. */
  private StoredView view(long sequence, int bytes) {
    byte[] noise = new byte[bytes / 4];
    random.nextBytes(noise);
    String body = "A lamp. ".repeat(bytes / 16) + HexFormat.of().formatHex(noise);
    return new StoredView(
        ViewVersion.ofSequence(sequence), false, body.getBytes(StandardCharsets.US_ASCII));
  }

  private void offer(int keys, int bytes) {
    for (int i = 0; i < keys; i++) {
      near.offered(key(i), new ReadyView(view(1, bytes)), 0, true, null);
    }
  }

  /** Bodies and what they are compressed to, counted one by one and not by the cache. */
  private long bytes() {
    near.entries().cleanUp();
    return near.entries().asMap().values().stream().mapToLong(NearCacheTest::bytes).sum();
  }

  private static long bytes(NearEntry entry) {
    ReadyView ready = entry.ready();
    return ready == null
        ? 0
        : ready.view().body().length + (ready.compresses() ? ready.gzip().length : 0);
  }

  @Test
  void what_is_read_takes_no_more_than_its_bytes() {
    offer(KEYS, LARGE);
    assertThat(bytes()).isBetween(MAX_BYTES / 2L, (long) MAX_BYTES);
    assertThat(near.entries().policy().eviction().orElseThrow().weightedSize().orElseThrow())
        .isBetween(bytes(), (long) MAX_BYTES);
  }

  @Test
  void what_grows_while_it_is_held_pushes_out_other_things() {
    int fit = MAX_BYTES / 2 / LARGE * 10;
    offer(fit, SMALL);
    assertThat(near.entries().estimatedSize()).isEqualTo(fit);
    for (int i = 0; i < fit; i++) {
      near.arrived(key(i), view(2, LARGE), 0);
    }
    assertThat(bytes()).isBetween(MAX_BYTES / 2L, (long) MAX_BYTES);
  }

  @Test
  void that_nothing_is_there_takes_room_too() {
    IntStream.range(0, KEYS).forEach(i -> near.offered(key(i), null, 0, true, null));
    near.entries().cleanUp();
    assertThat(near.entries().estimatedSize()).isBetween(1L, MAX_BYTES / 400L);
  }

  @Test
  void a_full_one_takes_in_what_is_asked_for_twice_and_not_what_passes_by() {
    offer(KEYS, SMALL);
    ReadyView once = new ReadyView(view(1, SMALL));
    ViewKey key = new ViewKey.Product("new");
    assertThat(near.offered(key, once, 0, true, null)).as("answered").isNotNull();
    assertThat(near.get(key)).isNull();
    near.offered(key, once, 0, true, null);
    assertThat(near.get(key)).isNotNull();
  }

  /** An older one is offered for whatever key is about to get a newer one. */
  private void raced(Consumer<ViewKey> newer) throws Exception {
    ReadyView older = new ReadyView(view(1, SMALL));
    AtomicInteger next = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> rival =
          other.submit(
              () -> {
                for (int i = 0; i < RACES; i = next.get()) {
                  roomy.offered(key(i), older, 0, false, null);
                  begun.countDown();
                }
              });
      try {
        begun.await();
        for (int i = 0; i < RACES; i = next.incrementAndGet()) {
          newer.accept(key(i));
        }
      } finally {
        next.set(RACES);
      }
      rival.get();
    }
  }

  private Stream<StoredView> kept() {
    return IntStream.range(0, RACES)
        .mapToObj(i -> roomy.get(key(i)))
        .filter(Objects::nonNull)
        .map(NearEntry::view);
  }

  @Test
  void what_two_threads_read_at_once_leaves_the_newer() throws Exception {
    ReadyView newer = new ReadyView(view(2, SMALL));
    raced(key -> roomy.offered(key, newer, 0, false, null));
    assertThat(kept()).hasSize(RACES).containsOnly(newer.view());
  }

  /** Read first it is replaced; read later it is below the floor. */
  @Test
  void what_is_read_while_the_topic_tells_of_a_newer_one_does_not_stay() throws Exception {
    StoredView newer = view(2, SMALL);
    raced(key -> roomy.arrived(key, newer, 0));
    assertThat(kept()).isNotEmpty().containsOnly(newer);
  }
}
