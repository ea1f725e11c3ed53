package dev.vitrine.query.near;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.AtHand;
import dev.vitrine.query.view.Gzip;
import dev.vitrine.query.view.ReadyView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view whose body lies outside the heap for as long as the near cache has it, and while somebody
 * copies it. Nobody gets at the memory itself: what was let go of may be another product's body a
 * moment later.
 */
final class KeptView implements AtHand {
  private final ViewVersion version;
  private final boolean gone;
  private final String etag;
  private final ByteBufAllocator memory;
  private final ByteBuf body;

  /** Made when it is first asked for. */
  private volatile @Nullable ByteBuf gzip;

  /** Who must let go of it before the memory is free; never from nobody to somebody. */
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Held once, by who makes it. */
  KeptView(StoredView view, String etag, ByteBufAllocator memory) {
    this.version = view.version();
    this.gone = view.gone();
    this.etag = etag;
    this.memory = memory;
    this.body = memory.buffer(view.body().length).writeBytes(view.body());
  }

  @Override
  public ViewVersion version() {
    return version;
  }

  boolean gone() {
    return gone;
  }

  @Override
  public String etag() {
    return etag;
  }

  @Override
  public boolean compresses() {
    return Gzip.pays(body.readableBytes());
  }

  /** Bytes, with those that the memory's size classes leave free behind it. */
  int bytes() {
    return body.readableBytes() + body.maxFastWritableBytes();
  }

  @Override
  public @Nullable ByteBuf copy(ByteBufAllocator to, boolean compressed) {
    return held(
        () -> {
          ByteBuf chosen = compressed ? gzip() : body;
          int length = chosen.readableBytes();
          return to.directBuffer(length).writeBytes(chosen, chosen.readerIndex(), length);
        });
  }

  /** All of it, on the heap; null when it was let go of. */
  @Nullable ReadyView copy() {
    return held(
        () -> {
          byte[] bytes = ByteBufUtil.getBytes(body);
          StoredView view = new StoredView(version, gone, bytes);
          return new ReadyView(view, etag, () -> compressed(bytes));
        });
  }

  private byte[] compressed(byte[] bytes) {
    byte[] kept = held(() -> ByteBufUtil.getBytes(gzip()));
    return kept == null ? Gzip.of(bytes) : kept;
  }

  private ByteBuf gzip() {
    ByteBuf made = gzip;
    if (made == null) {
      synchronized (this) {
        made = gzip;
        if (made == null) {
          byte[] bytes = Gzip.of(ByteBufUtil.getBytes(body));
          made = memory.buffer(bytes.length).writeBytes(bytes);
          gzip = made;
        }
      }
    }
    return made;
  }

  private <T> @Nullable T held(Supplier<T> use) {
    if (!hold()) {
      return null;
    }
    try {
      return use.get();
    } finally {
      letGo();
    }
  }

  /** False when nobody has it any more. */
  boolean hold() {
    return holders.getAndUpdate(all -> all == 0 ? 0 : all + 1) > 0;
  }

  void letGo() {
    int left = holders.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("let go of more often than held: " + etag);
    }
    if (left == 0) {
      body.release();
      ByteBuf made = gzip;
      if (made != null) {
        made.release();
      }
    }
  }
}
