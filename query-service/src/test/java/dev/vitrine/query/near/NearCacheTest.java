package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is held is bounded in bytes, whatever comes and however large it is. */
class NearCacheTest {
  private static final int MAX_BYTES = 1 << 20;
  private static final int KEYS = 5_000;
  private static final int SMALL = 100;
  private static final int LARGE = 10_000;

  private final Random random = new Random(1);
  private final PooledByteBufAllocator memory = NearConfiguration.memoryOfBodies();
  private final NearCache near = new NearCache(MAX_BYTES, new Floors(1_000_000, random), memory);

  @AfterEach
  void everything_is_given_back() {
    near.close();
    assertThat(pieces()).isZero();
  }

  private long pieces() {
    return memory.metric().directArenas().getFirst().numActiveAllocations();
  }

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
    Near near = entry.copy();
    ReadyView ready = near == null ? null : near.ready();
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
  void what_leaves_gives_its_memory_back() {
    offer(KEYS, LARGE);
    near.entries().asMap().values().forEach(NearEntry::copy);
    for (int i = 0; i < KEYS; i++) {
      near.offered(key(i), null, 0, true, 1L); // older: looked at, and kept
      near.arrived(key(i), view(3, SMALL), 0);
    }
    near.entries().cleanUp();
    assertThat(pieces()).isEqualTo(near.entries().estimatedSize()).isPositive();
    assertThat(memory.metric().usedDirectMemory()).isLessThanOrEqualTo(3L * MAX_BYTES * 4);
  }

  /** A body that is taken from the memory of another would be one product's under another's id. */
  @Test
  void whoever_reads_while_others_replace_and_push_out_reads_whole_bodies() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger copied = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        all.add(
            threads.submit(
                () -> {
                  while (!ended.get()) {
                    read(ThreadLocalRandom.current().nextInt(KEYS), wrong, copied);
                  }
                }));
      }
      Future<?> fills = threads.submit(() -> put(20 * KEYS, false));
      Future<?> changes = threads.submit(() -> put(20 * KEYS, true));
      fills.get();
      changes.get();
      ended.set(true);
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(wrong).hasValue(0);
    assertThat(copied).hasPositiveValue();
  }

  private void put(int times, boolean asChanges) {
    ThreadLocalRandom any = ThreadLocalRandom.current();
    for (int i = 0; i < times; i++) {
      int key = any.nextInt(KEYS);
      StoredView view = numbered(key, any.nextInt(1, 1 << 20), any.nextInt(1, 150));
      if (asChanges) {
        near.arrived(key(key), view, 0);
      } else {
        near.offered(key(key), new ReadyView(view), 0, true, 1L);
      }
    }
  }

  /** Its key again and again. */
  private static StoredView numbered(int key, int sequence, int times) {
    byte[] body = ("<" + key + ">").repeat(times).getBytes(StandardCharsets.US_ASCII);
    return new StoredView(ViewVersion.ofSequence(sequence), false, body);
  }

  private void read(int key, AtomicInteger wrong, AtomicInteger copied) {
    NearEntry entry = near.get(key(key));
    KeptView kept = entry == null ? null : entry.kept();
    if (kept == null) {
      return;
    }
    ReadyView ready = kept.copy();
    ByteBuf plain = kept.copy(UnpooledByteBufAllocator.DEFAULT, false);
    ByteBuf gzip = kept.copy(UnpooledByteBufAllocator.DEFAULT, true);
    for (String body :
        Stream.of(
                ready == null ? null : new String(ready.view().body(), StandardCharsets.US_ASCII),
                plain == null ? null : plain.toString(StandardCharsets.US_ASCII),
                gzip == null ? null : uncompressed(ByteBufUtil.getBytes(gzip)))
            .filter(Objects::nonNull)
            .toList()) {
      copied.incrementAndGet();
      if (!body.replace("<" + key + ">", "").isEmpty()) {
        wrong.incrementAndGet();
      }
    }
    Stream.of(plain, gzip).filter(Objects::nonNull).forEach(ByteBuf::release);
  }

  private static String uncompressed(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_was_let_go_of_is_copied_no_more() {
    near.offered(key(1), new ReadyView(view(1, LARGE)), 0, true, null);
    KeptView kept = Objects.requireNonNull(Objects.requireNonNull(near.get(key(1))).kept());
    assertThat(kept.hold()).isTrue();
    near.entries().invalidateAll();
    assertThat(kept.copy()).as("while somebody holds it").isNotNull();
    kept.letGo();
    assertThat(kept.copy()).isNull();
    assertThat(kept.copy(UnpooledByteBufAllocator.DEFAULT, true)).isNull();
    assertThat(kept.hold()).isFalse();
    assertThatThrownBy(kept::letGo).isInstanceOf(IllegalStateException.class);
  }
}
