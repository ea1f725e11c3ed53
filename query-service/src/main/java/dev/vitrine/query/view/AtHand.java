package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A live view that is in this process, to be sent now. */
public interface AtHand {
  ViewVersion version();

  /** Strong, of the body as it is. */
  String etag();

  /** Whether it is worth sending the body compressed to who can read it. */
  boolean compresses();

  /**
   * The body, in a buffer that is the caller's.
   *
   * @return null when it is at hand no more
   */
  @Nullable ByteBuf copy(ByteBufAllocator to, boolean compressed);
}
