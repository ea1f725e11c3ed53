package dev.vitrine.projections.topology;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.TraceContext;
import dev.vitrine.contract.event.CatalogEvent;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.EventHeaders;
import dev.vitrine.contract.event.EventMetadata;
import dev.vitrine.contract.event.EventTypes;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.StreamId;
import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.topology.Incoming.OfCategories;
import dev.vitrine.projections.topology.Incoming.OfProduct;
import dev.vitrine.projections.topology.Incoming.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads records of the events topic; whatever they hold, an answer comes back. */
final class EventReader {
  private EventReader() {}

  static Incoming read(Record<byte[], byte[]> record) {
    Optional<String> stream = stream(record.key());
    if (stream.isEmpty()) {
      return new Unreadable(null, Reason.UNKNOWN_STREAM, "the key names no aggregate");
    }
    try {
      return read(stream.get(), record.value(), record.headers());
    } catch (UnreadableRecord e) {
      return new Unreadable(stream.get(), e.reason, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> stream(byte @Nullable [] key) {
    return Optional.ofNullable(key)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(
            text ->
                text.equals(StreamId.CATEGORIES)
                    || StreamId.productId(text)
                        .filter(id -> Limits.ID.matcher(id).matches())
                        .isPresent());
  }

  private static Incoming read(String stream, byte @Nullable [] value, Headers headers) {
    CatalogEvent event = event(header(headers, EventHeaders.TYPE), value);
    return switch (event) {
      case ProductEvent e when stream.equals(StreamId.ofProduct(e.productId())) ->
          new OfProduct(stream, sequenced(e, headers));
      case CategoryEvent e when stream.equals(StreamId.CATEGORIES) ->
          new OfCategories(stream, sequenced(e, headers));
      case ProductEvent _, CategoryEvent _ ->
          throw new UnreadableRecord(
              Reason.WRONG_STREAM, "an event of another aggregate under " + stream);
    };
  }

  private static CatalogEvent event(String type, byte @Nullable [] value) {
    Class<? extends CatalogEvent> eventClass =
        EventTypes.classOf(type)
            .orElseThrow(() -> new UnreadableRecord(Reason.UNKNOWN_TYPE, "type " + type));
    if (value == null) {
      throw new UnreadableRecord(Reason.UNREADABLE, "no value");
    }
    CatalogEvent event;
    try {
      event = Wire.JSON.readValue(value, eventClass);
    } catch (JacksonException e) {
      throw new UnreadableRecord(Reason.UNREADABLE, e.getOriginalMessage());
    }
    if (!(event instanceof java.lang.Record fields)) {
      throw new UnreadableRecord(Reason.UNREADABLE, "no JSON object");
    }
    RequiredFields.missingIn(fields)
        .ifPresent(
            field -> {
              throw new UnreadableRecord(Reason.UNREADABLE, "missing: " + field);
            });
    return event;
  }

  private static <E> Sequenced<E> sequenced(E event, Headers headers) {
    return new Sequenced<>(
        event,
        header(headers, EventHeaders.ID),
        sequence(header(headers, EventHeaders.SEQUENCE)),
        commitEnd(header(headers, EventHeaders.COMMIT_END)),
        time(header(headers, EventHeaders.TIME)),
        traceparent(headers.lastHeader(EventHeaders.METADATA)));
  }

  private static long sequence(String text) {
    try {
      long sequence = Long.parseLong(text);
      if (sequence >= 0) {
        return sequence;
      }
    } catch (NumberFormatException e) {
      // Said below, together with negative numbers.
    }
    throw new UnreadableRecord(Reason.BAD_HEADER, EventHeaders.SEQUENCE + ": " + text);
  }

  private static boolean commitEnd(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new UnreadableRecord(Reason.BAD_HEADER, EventHeaders.COMMIT_END + ": " + text);
    };
  }

  private static String time(String text) {
    try {
      Instant.parse(text);
      return text;
    } catch (DateTimeException e) {
      throw new UnreadableRecord(Reason.BAD_HEADER, EventHeaders.TIME + ": " + text);
    }
  }

  private static @Nullable String traceparent(@Nullable Header metadata) {
    if (metadata == null || metadata.value() == null) {
      return null;
    }
    try {
      JsonNode traceparent = Wire.JSON.readTree(metadata.value()).path(EventMetadata.TRACEPARENT);
      return traceparent.isString() ? traceparent.stringValue() : null;
    } catch (JacksonException e) {
      throw new UnreadableRecord(
          Reason.BAD_HEADER, EventHeaders.METADATA + ": " + e.getOriginalMessage());
    }
  }

  /** For a log line; empty when there is none, or none that can be read. */
  static String traceId(Headers headers) {
    try {
      return TraceContext.parse(traceparent(headers.lastHeader(EventHeaders.METADATA)))
          .map(TraceContext::traceId)
          .orElse("");
    } catch (UnreadableRecord e) {
      return "";
    }
  }

  private static String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      throw new UnreadableRecord(Reason.BAD_HEADER, name + ": missing");
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Never leaves this class. */
  private static final class UnreadableRecord extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    UnreadableRecord(Reason reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }
  }
}
