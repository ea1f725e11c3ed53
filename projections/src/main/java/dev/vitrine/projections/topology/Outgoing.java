package dev.vitrine.projections.topology;

import org.jspecify.annotations.Nullable;

/** A record on its way out of a processor, by where it goes. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a producer; never compared
sealed interface Outgoing {
  byte @Nullable [] value();

  default int size() {
    byte[] bytes = value();
    return bytes == null ? 0 : bytes.length;
  }

  /** To the views topic. */
  record ToViews(byte[] value) implements Outgoing {}

  /** To the stage that orders pointers by generation. */
  record ToPointers(byte[] value) implements Outgoing {}

  record ToSetAside(byte @Nullable [] value) implements Outgoing {}
}
