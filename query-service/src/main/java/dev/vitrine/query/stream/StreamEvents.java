package dev.vitrine.query.stream;

import dev.vitrine.query.stream.ChangeHub.Told;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of a stream as they are sent (HTML, section 9.2): {@code event: version}, {@code data:
 * {"id":…,"version":…,"state":"live|gone"}}; the product itself is a read with {@code minVersion}.
 */
final class StreamEvents {
  /** What a client waits before it comes back. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final JsonMapper json;
  private volatile @Nullable Encoded last;

  StreamEvents(JsonMapper json) {
    this.json = json;
  }

  record Version(String id, long version, String state) {}

  @SuppressWarnings("ArrayRecordComponent") // the bytes go to the sockets as they are
  private record Encoded(Told told, byte[] bytes) {}

  /** Many are told the same one after the other; it is encoded for the first. Not to be changed. */
  @SuppressWarnings("ReferenceEquality") // to compare would cost as much as to encode
  byte[] bytes(Told told) {
    Encoded encoded = last;
    if (encoded == null || encoded.told != told) {
      encoded = new Encoded(told, text(told).getBytes(StandardCharsets.UTF_8));
      last = encoded;
    }
    return encoded.bytes;
  }

  private String text(Told told) {
    return switch (told) {
      case Told.Listening(Position position) ->
          id(position) + "retry:" + RETRY.toMillis() + "\n:listening\n\n";
      case Told.Changed(Change change, Position position) ->
          id(position) + "event:version\ndata:" + json.writeValueAsString(version(change)) + "\n\n";
      case Told.Reset(Position position) -> id(position) + "event:reset\ndata:{}\n\n";
      // Without data it is no event to a client, which keeps the id.
      case Told.Here(Position position) -> id(position) + ":\n\n";
    };
  }

  private static Version version(Change change) {
    return new Version(change.product(), change.version(), change.gone() ? "gone" : "live");
  }

  /** With no id before this replica reads the topic: an empty one would take away the client's. */
  private static String id(Position position) {
    return position.offsets().isEmpty() ? "" : "id:" + position.text() + "\n";
  }
}
