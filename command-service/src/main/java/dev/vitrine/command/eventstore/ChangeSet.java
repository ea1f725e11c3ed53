package dev.vitrine.command.eventstore;

import dev.vitrine.contract.event.EventMetadata;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who changes the catalog, and on what occasion. Stored beside every event.
 *
 * @param id one for all events of a request or import chunk
 * @param origin {@code api} or {@code import:<import id>}
 * @param traceparent W3C trace context of the request, null when it had none
 */
public record ChangeSet(String actor, String id, String origin, @Nullable String traceparent) {
  /** The same change, further on in its trace. */
  public ChangeSet in(@Nullable String further) {
    return new ChangeSet(actor, id, origin, further);
  }

  public Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(EventMetadata.ACTOR, actor);
    metadata.put(EventMetadata.CHANGE_SET, id);
    metadata.put(EventMetadata.ORIGIN, origin);
    if (traceparent != null) {
      metadata.put(EventMetadata.TRACEPARENT, traceparent);
    }
    return metadata;
  }
}
